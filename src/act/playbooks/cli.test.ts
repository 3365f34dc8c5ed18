import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addPlaybookCommands } from '#act/playbooks/cli.ts'
import type { DatedStep } from '#act/playbooks/contract.ts'
import { testFolder } from '#platform/testing/folder.ts'

let said = ''
beforeEach(() => {
  said = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = undefined
})

const run = (...args: string[]) => {
  const program = new Command().exitOverride()
  addPlaybookCommands(program)
  return program.parseAsync(['playbook', ...args], { from: 'user' })
}
const dates = async (name: string, ...args: string[]): Promise<DatedStep[]> => {
  said = ''
  await run('dates', name, ...args, '--json')
  return JSON.parse(said)
}
const file = (name: string, text: string) => {
  const path = join(testFolder(), name)
  writeFileSync(path, text)
  return path
}
const source = new URL('./library/nps-detractor.yaml', import.meta.url)
const office = `
zone: America/New_York
hours:
  mon: [["09:00", "17:00"]]
  tue: [["09:00", "17:00"]]
  wed: [["09:00", "17:00"]]
  thu: [["09:00", "17:00"]]
  fri: [["09:00", "12:00"], ["13:00", "17:00"]]
holidays: [2026-11-26]
halfDays: { 2026-11-27: [["09:00", "12:00"]] }
`

describe('playbook dates', () => {
  it('prints the window of every step, counted in the given calendar; a step whose moment is unknown has none', async () => {
    const steps = await dates(
      'nps-detractor',
      '--at',
      '2026-11-25T18:00:00Z',
      '--calendar',
      file('c.yaml', office),
    )
    expect(steps.map(({ step, latest, after }) => [step, latest, after])).toEqual([
      ['outreach', '2026-11-26T18:00:00.000Z', 'answered'],
      ['executive-call', null, 'outreach.done'],
      ['action-plan', null, 'outreach.done'],
      ['monthly-follow-up', null, 'action-plan.done'],
    ])
  })

  it('counts from a moment that is given: Thanksgiving does not count, half of the day after does', async () => {
    const steps = await dates(
      'nps-detractor',
      '--at',
      '2026-11-25T18:00:00Z',
      '--calendar',
      file('c.yaml', office),
      '--moment',
      'outreach.done=2026-11-25T16:00',
    )
    // Fri 27, Mon 30, Tue 1, Wed 2, Thu 3 December, at 17:00 in New York
    expect(steps[2]!.latest).toBe('2026-12-03T22:00:00.000Z')
  })

  it('resolves the lead by the value of the account', async () => {
    const lead = async (...args: string[]) =>
      (await dates('nps-detractor', '--at', '2026-11-25T18:00:00Z', ...args))[0]!.who
    expect(await lead()).toBe('customer-success-manager')
    expect(await lead('--set', 'account.has_owner=true')).toBe('account.owner')
  })

  it('says of a condition whether it holds with what is set', async () => {
    const holds = async (mrr: string) =>
      (
        await dates(
          'nps-detractor',
          '--at',
          '2026-11-25T18:00:00Z',
          '--set',
          'settings.executive_call_mrr=5000',
          '--set',
          `account.mrr=${mrr}`,
        )
      )[1]!.holds
    expect(await holds('4999.99')).toBe(false)
    expect(await holds('5000')).toBe(true)
  })

  it('says in words what a step waits for', async () => {
    await run('dates', 'nps-detractor', '--at', '2026-11-25T18:00:00Z')
    expect(said).toContain(
      'Agree an action plan (customer-success-manager): counted from “Reach out in person” is done, which has not happened',
    )
  })

  it('takes the holidays of a country and a region', async () => {
    const bavaria = office
      .replace('America/New_York', 'Europe/Berlin')
      .replace('[2026-11-26]', '{ country: DE, region: BY }')
    const [, , plan] = await dates(
      'nps-detractor',
      '--at',
      '2026-01-02T10:00:00Z',
      '--calendar',
      file('c.yaml', bavaria),
      '--moment',
      'outreach.done=2026-01-02T10:00:00Z',
    )
    // Epiphany, Tuesday 6 January, is a holiday there: Mon 5, Wed 7, Thu 8, Fri 9, Mon 12
    expect(plan!.latest).toBe('2026-01-12T16:00:00.000Z')
  })

  it('refuses a name, a time, a moment, a variable or a calendar that nobody knows, with what to write', async () => {
    const at = ['--at', '2026-11-25T18:00:00Z']
    const refused = (args: string[], code: string, message: RegExp) =>
      expect(run('dates', ...args), args.join(' ')).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
      })
    const calendar = (text: string) => ['nps-detractor', ...at, '--calendar', file('c.yaml', text)]
    await refused(['nothing-here', ...at], 'playbook.no_file', /no playbook of that name/)
    await refused(['nps-detractor', '--at', 'tomorrow'], 'time.invalid', /Write it as/)
    await refused(
      ['nps-detractor', ...at, '--moment', 'first-contct=2026-11-25T18:00:00Z'],
      'playbook.unknown_moment',
      /Write first-contact/,
    )
    await refused(
      ['nps-detractor', ...at, '--set', 'account.mmr=1'],
      'playbook.unknown_variable',
      /Write account.mrr/,
    )
    await refused(['nps-detractor', ...at, '--set', 'account.mrr=much'], 'playbook.value', /is a double/)
    await refused(['nps-detractor', ...at, '--set', 'account.mrr'], 'option.invalid', /name=value/)
    await refused(calendar(office.replace('New_York', 'Atlantis')), 'calendar.zone', /No time zone/)
    await refused(
      calendar(office.replace('mon:', 'moonday2:').replace('tue:', 'xyz:')),
      'calendar.invalid',
      /no weekday/,
    )
    await refused(calendar(office.replace('17:00', '25:00')), 'calendar.invalid', /is a time/)
    await refused(calendar(office.replace('[2026-11-26]', '[soon]')), 'calendar.invalid', /is a date/)
    await refused(
      calendar(office.replace('[2026-11-26]', '{ country: XX }')),
      'calendar.country',
      /not known/,
    )
    await refused(calendar('zone: UTC\nhours: { mon: [["09:00", "17:00"]'), 'calendar.unreadable', /YAML/)
    await refused(calendar('zone: UTC\nhours: {}'), 'calendar.invalid', /no time to work/)
  })

  it('refuses a holiday list that leaves no working day', async () => {
    const mondays = Array.from({ length: 60 }, (_, week) =>
      new Date(Date.UTC(2026, 10, 2 + 7 * week)).toISOString().slice(0, 10),
    )
    const never = `zone: UTC\nhours: { mon: [["09:00", "17:00"]] }\nholidays: [${mondays.join(', ')}]`
    await expect(
      run('dates', 'nps-detractor', '--at', '2026-11-25T18:00:00Z', '--calendar', file('c.yaml', never)),
    ).rejects.toMatchObject({ code: 'calendar.closed', message: expect.stringContaining('no day to work') })
  })
})

describe('playbook check', () => {
  it('names file, line and fix, and ends with 2 when there is something to mend', async () => {
    const path = file('mine.yaml', readFileSync(source, 'utf8').replace('who: management', 'who: managment'))
    await run('check', path)
    expect(said).toBe(`${path}:29: error: nobody can be “managment”; write management\n`)
    expect(process.exitCode).toBe(2)
  })

  it('says when there is nothing to mend', async () => {
    await run('check', source.pathname)
    expect(said).toContain('nothing to mend')
    expect(process.exitCode).toBeUndefined()
  })
})

it('playbook schema prints a JSON Schema that says what each word means', async () => {
  await run('schema')
  const schema = JSON.parse(said)
  expect(schema).toMatchObject({ type: 'object', title: 'A Hearback playbook' })
  expect(schema.required).toEqual(['playbook', 'title', 'when', 'lead', 'steps'])
  expect(schema.additionalProperties).toBe(false)
})
