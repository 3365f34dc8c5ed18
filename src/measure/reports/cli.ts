import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { InWorkspace } from '#collect/imports/cli.ts'
import { isShipped, shippedLanguages } from '#collect/surveys/texts/languages.ts'
import { makeReport } from '#measure/reports/commands.ts'
import { csvOf, pdfOf } from '#measure/reports/export.ts'
import { findReport, getReport } from '#measure/reports/queries.ts'
import { type Kind, kinds, lastDue, periodOf } from '#measure/reports/rules.ts'
import { reportSetting } from '#measure/reports/settings.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

const actor = { kind: 'job', name: 'hearback' } as const

interface Options {
  on?: string
  out: string
  language?: string
  workspace?: string
}

/** Adds `hearback report`: writes a report to a file, and makes it first where its period has none. */
export function addReportCommand(hearback: Command, inWorkspace: InWorkspace): void {
  hearback
    .command('report')
    .description('write a report as PDF, CSV or JSON; made now when its period has none')
    .argument('<kind>', kinds.join(', '))
    .option('--on <date>', 'a day of the period; the period that ended last when left out')
    .requiredOption('--out <file>', 'the file: .pdf, .csv or .json')
    .option('--language <code>', `${shippedLanguages.join(', ')}; that of the workspace when left out`)
    .option('--workspace <slug>', 'the workspace, if there are several')
    .action(async (given: string, { on, out, language: code, workspace }: Options) => {
      const kind = kinds.find((one) => one === given)
      const form = /\.(pdf|csv|json)$/.exec(out)?.[1]
      if (!kind)
        throw new AppError(
          'invalid',
          'report.kind',
          `"${given}" is no report. There are ${kinds.join(', ')}.`,
        )
      if (!form)
        throw new AppError(
          'invalid',
          'report.form',
          `"${out}" is no file to write. End it in .pdf, .csv or .json.`,
        )
      if (on !== undefined && !/^\d{4}-\d\d-\d\d$/.test(on))
        throw new AppError('invalid', 'report.day', `"${on}" is no date. Write it as 2027-01-31.`)
      if (code !== undefined && !isShipped(code))
        throw new AppError(
          'invalid',
          'report.language',
          `Reports are not written in "${code}". There are ${shippedLanguages.join(', ')}.`,
        )
      await inWorkspace(workspace, async (door, workspaceId) => {
        const id = await door.inWorkspace(workspaceId, actor, (ctx) => findOrMake(ctx, kind, on))
        const asked = { reportId: id, ...(code && { language: code }) }
        if (form === 'pdf') await writeFile(out, (await pdfOf(door, workspaceId, actor, asked)).bytes)
        else {
          const report = await door.inWorkspace(workspaceId, actor, (ctx) => getReport(ctx, asked))
          await writeFile(out, form === 'csv' ? csvOf(report) : `${JSON.stringify(report, null, 2)}\n`)
        }
      })
      process.stdout.write(`Written to ${out}.\n`)
    })
}

async function findOrMake(ctx: Ctx, kind: Kind, on: string | undefined): Promise<string> {
  const [{ hour }, { zone }] = await Promise.all([
    getSetting(ctx, reportSetting),
    getSetting(ctx, calendarSetting),
  ])
  const days = on ? periodOf(kind, on) : lastDue(kind, zone, hour, ctx.now())
  return (
    (await findReport(ctx, kind, zone, days)) ??
    decodeId('rep', (await makeReport(ctx, { kind, on: days.from })).id)!
  )
}
