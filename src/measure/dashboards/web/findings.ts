import type { AnswerTimes, Health } from '#measure/dashboards/contract.ts'
import { plural } from '#platform/web/format.ts'

/** The titles of the health page: each says what the figure found, in at most nine words. */

export function npsFinding(nps: Health['nps']): string {
  const { latest } = nps
  if (!latest) return 'Too few answers for an NPS yet'
  const score = latest.quarter.score!
  const { change } = latest
  if (!change) return `NPS is ${signed(score)}, with nothing to compare yet`
  if (change.points === 0) return `NPS is ${signed(score)}, the same as ${change.against}`
  return `NPS is ${signed(score)}, ${change.points > 0 ? 'up' : 'down'} ${Math.abs(change.points)} on ${change.against}`
}

export function npsSub(nps: Health['nps']): string {
  const { latest } = nps
  if (!latest) return 'A score is shown from five answers in a quarter.'
  const { change, quarter } = latest
  const how = change
    ? `Change ${plus(change.low)} to ${plus(change.high)} at 95 %, ${change.couldBeChance ? 'could be chance' : 'unlikely to be chance'}. `
    : ''
  return `${how}${quarter.name}: ${latest.band} band.`
}

export function volumeFinding(volume: Health['volume']): string {
  const { items, before } = volume
  if (items === 0) return 'Nothing heard in this period'
  const growing = volume.channels
    .filter((channel) => channel.items - channel.before >= 5 && channel.items > channel.before * 1.15)
    .slice(0, 2)
  const said = plural(items, 'item')
  if (before > 0 && growing.length > 0)
    return `${said}, ${growing.map((one) => one.label.toLowerCase()).join(' and ')} ${growing.length === 1 ? 'grows' : 'grow'}`
  if (before > 0 && items < before * 0.85) return `${said}, fewer than before`
  return `${said}, much as before`
}

/** The channels whose nine of ten pass the target, else the share inside it. */
export function answersFinding(
  all: AnswerTimes,
  channels: readonly AnswerTimes[],
  targetHours: number,
): string {
  if (all.inside + all.late + all.waiting === 0) return 'Nobody was owed an answer'
  const slow = channels
    .filter((one) => one.answered >= 5 && (one.nineOfTen ?? 0) >= targetHours * 60)
    .slice(-2)
  if (slow.length > 0) {
    const names = slow.reverse().map((one, i) => (i === 0 ? one.label : one.label.toLowerCase()))
    return `${names.join(' and ')} ${slow.length === 1 ? 'waits' : 'wait'} longest`
  }
  if (all.late > 0) return `${all.late} of ${all.inside + all.late} first answers were late`
  return `Every first answer came within ${targetHours} hours`
}

export function loopFinding(loop: Health['loop']): string {
  const owed = loop.find((one) => one.stage === 'acted')?.stopped ?? 0
  const untyped = loop.find((one) => one.stage === 'heard')?.stopped ?? 0
  if ((loop[0]?.reached ?? 0) === 0) return 'No items in this period'
  if (owed > 0)
    return owed === 1
      ? '1 item is owed an answer on finished work'
      : `${owed} items are owed an answer on finished work`
  if (untyped > 0) return untyped === 1 ? '1 item waits for triage' : `${untyped} items wait for triage`
  return 'Nobody is owed an answer on finished work'
}

/** What stands in the way at each link, for items that came no further. */
export const stopWords: Record<Health['loop'][number]['stage'], (n: number) => string> = {
  heard: (n) => `${n} ${n === 1 ? 'waits' : 'wait'} for triage`,
  understood: (n) => `${n} ${n === 1 ? 'waits' : 'wait'} for a decision`,
  decided: (n) => `${n} in work`,
  acted: (n) => `${n} owed an answer`,
  told: (n) => `${n} not confirmed yet`,
  confirmed: (n) => `${n} closed`,
}

export function signed(value: number): string {
  return value < 0 ? `−${-value}` : String(value)
}

export function plus(value: number): string {
  return value > 0 ? `+${value}` : signed(value)
}
