import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkPlaybook } from './check.ts'

const detractor = readFileSync(new URL('./library/nps-detractor.yaml', import.meta.url), 'utf8')
const lineWith = (text: string, words: string) => text.split('\n').findIndex((one) => one.includes(words)) + 1
/** Changes one place of the detractor playbook and answers the findings on that line. */
function mended(from: string, to: string, known = {}) {
  expect(detractor).toContain(from)
  const text = detractor.replace(from, to)
  const { findings, playbook } = checkPlaybook(text, known)
  const line = lineWith(text, to.split('\n')[0]!)
  return { playbook, here: findings.filter((one) => one.line === line), findings }
}

it('the detractor playbook has nothing to mend', () => {
  const { findings, playbook } = checkPlaybook(detractor, {
    templates: ['nps-detractor/outreach', 'nps-detractor/follow-up'],
  })
  expect(findings).toEqual([])
  expect(playbook?.steps.map((step) => step.id)).toEqual([
    'outreach',
    'executive-call',
    'action-plan',
    'monthly-follow-up',
  ])
})

describe('the checker names the line and a fix', () => {
  it('of an unknown person', () => {
    expect(mended('who: management', 'who: managment').here[0]).toMatchObject({
      message: 'nobody can be “managment”',
      fix: 'write management',
    })
  })
  it('of a position that nobody holds', () => {
    expect(
      mended('who: management', 'who: head-of-care', { positions: ['success-lead'] }).here[0]?.message,
    ).toBe('nobody holds the position “head-of-care”')
  })
  it('of an unknown template', () => {
    const { here } = mended('template: nps-detractor/follow-up', 'template: nps-detractor/folow-up', {
      templates: ['nps-detractor/outreach', 'nps-detractor/follow-up'],
    })
    expect(here[0]?.fix).toBe('write nps-detractor/follow-up')
  })
  it('of an unknown moment', () => {
    expect(mended('after: action-plan.done', 'after: action-plan.don').here[0]?.fix).toBe(
      'write action-plan.done',
    )
  })
  it('of a misspelt variable', () => {
    expect(mended('if: account.mrr >=', 'if: account.mmr >=').here[0]?.fix).toBe('write account.mrr')
  })
  it('of an unknown step in needs', () => {
    expect(mended('needs: [outreach, executive-call]', 'needs: [outreach, executive-cal]').here[0]?.fix).toBe(
      'write executive-call',
    )
  })
  it('of a word that is not one of playbooks', () => {
    expect(mended('evidence: [plan]', 'evidense: [plan]').here[0]?.fix).toBe('write evidence')
  })
  it('of latest before earliest', () => {
    expect(
      mended('due: { latest: 24 hours, after: answered }', 'due: { earliest: 2 days, latest: 24 hours }')
        .here[0]?.message,
    ).toMatch(/ends before it may begin/)
  })
  it('of a window that can never open', () => {
    expect(
      mended('latest: 24 hours, after: answered', 'latest: 24 hours, after: action-plan.done').here[0]
        ?.message,
    ).toMatch(/can never open/)
  })
  it('of a cycle of needs', () => {
    expect(
      mended(
        'do: send-update\n    template: nps-detractor/outreach',
        'do: send-update\n    template: nps-detractor/outreach\n    needs: [action-plan]',
      )
        .findings.map((one) => one.message)
        .join(),
    ).toMatch(/waits for itself/)
  })
  it('of a repetition without an end', () => {
    expect(
      mended('repeat: { every: 1 month, until: case.resolved }', 'repeat: { every: 1 month }').here[0]
        ?.message,
    ).toBe('until is missing')
  })
  it('of a repetition that may end while the case stays open', () => {
    expect(
      mended('until: case.resolved', 'until: steps.action_plan.done').findings.map((one) => one.message),
    ).toContain('after “monthly-follow-up” nothing is due and the case stays open')
  })
  it('of a duration that is none', () => {
    expect(mended('latest: 24 hours', 'latest: one day').here[0]?.message).toMatch(/is not a duration/)
  })
  it('of YAML that cannot be read', () => {
    const { findings } = checkPlaybook('playbook: a\nsteps: [1, 2\nlead: x')
    expect(findings[0]?.message).toMatch(/cannot be read/)
    expect(findings[0]?.line).toBeGreaterThan(1)
  })
})

it('anchors, and files that are not a playbook at all, are refused with a message', () => {
  for (const text of ['', '[]', 'a: &x 1\nb: *x', '42', '\u0000', 'playbook: x'.repeat(1000)]) {
    const { playbook, findings } = checkPlaybook(text)
    expect(playbook).toBeUndefined()
    expect(findings.length).toBeGreaterThan(0)
  }
})
