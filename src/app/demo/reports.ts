import { atTime, demoJob, type Past } from '#app/demo/past.ts'
import { countMarked, markAll, missDue } from '#measure/quality/counting.ts'
import { subjects } from '#measure/quality/rules.ts'
import { writeReport } from '#measure/reports/make.ts'
import { before, dueAt, type Kind, lastDue } from '#measure/reports/rules.ts'
import { reportSetting } from '#measure/reports/settings.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

/** How many reports of each kind there are; the newest are the ones that people open. */
const many: Partial<Record<Kind, number>> = { quarterly: 2, monthly: 3, weekly: 8 }

/** The reports of these weeks, months and quarters, each as of the morning it was due. */
export function makeReports(past: Past): Promise<void> {
  return past.part('reports', { words: 'Writing reports', weight: 30 }, async (ctx) => {
    // reports say how the quality checks went: what waits to be judged is judged now
    const judging = atTime(ctx, past.now, demoJob)
    for (const subject of subjects) await markAll(judging, subject)
    for (const piece of [countMarked, missDue]) while ((await piece(judging)) > 0);
    const { zone } = await getSetting(ctx, calendarSetting)
    const settings = reportSetting.shape.parse({ since: past.now.toISOString() })
    await putSetting(atTime(ctx, past.now, demoJob), reportSetting, settings)
    for (const [kind, periods] of Object.entries(many) as [Kind, number][]) {
      const owed = [lastDue(kind, zone, settings.hour, past.now)]
      while (owed.length < periods) owed.unshift(before(kind, owed[0]!))
      for (const days of owed)
        await writeReport(atTime(ctx, dueAt(zone, days, settings.hour), demoJob), kind, days.from)
    }
  })
}
