import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { addPlaybookCommands } from '#act/playbooks/cli.ts'

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
const source = new URL('./library/nps-detractor.yaml', import.meta.url)

it('playbook dates prints when each step falls due in the given office', async () => {
  await run(
    'dates',
    'nps-detractor',
    '--at',
    '2026-11-25T18:00:00Z',
    '--zone',
    'America/Los_Angeles',
    '--country',
    'US',
    '--json',
  )
  const { zone, steps } = JSON.parse(said)
  expect(zone).toBe('America/Los_Angeles')
  expect(steps[0]).toMatchObject({
    id: 'outreach',
    latest: '2026-11-26T18:00:00.000Z',
    rule: '24 hours after the answer',
  })
  // outreach at its latest on Thanksgiving: Fri 27, Mon 30, Tue 1, Wed 2, Thu 3 December
  expect(steps[2]).toMatchObject({
    id: 'action-plan',
    latest: '2026-12-04T01:30:00.000Z',
    assumes: 'if outreach is done at its latest',
  })
})

it('playbook check names file, line and fix, and ends with 2 when there is something to mend', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'playbook-')), 'mine.yaml')
  writeFileSync(file, readFileSync(source, 'utf8').replace('who: management', 'who: managment'))
  await run('check', file)
  expect(said).toBe(`${file}:29: error: nobody can be “managment”; write management\n`)
  expect(process.exitCode).toBe(2)
})

it('playbook check says when there is nothing to mend', async () => {
  await run('check', source.pathname)
  expect(said).toContain('nothing to mend')
  expect(process.exitCode).toBeUndefined()
})

it('a name, time or zone that nobody knows is refused with what to write', async () => {
  await expect(run('dates', 'nothing-here', '--at', '2026-11-25T18:00:00Z')).rejects.toMatchObject({
    code: 'playbook.no_file',
  })
  await expect(run('dates', 'nps-detractor', '--at', 'tomorrow')).rejects.toMatchObject({
    code: 'time.invalid',
  })
  await expect(
    run('dates', 'nps-detractor', '--at', '2026-11-25T18:00:00Z', '--zone', 'Mars/Base'),
  ).rejects.toMatchObject({
    code: 'calendar.zone',
  })
})
