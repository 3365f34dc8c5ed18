import { readEvidence } from '#act/evidence/rules.ts'
import type { DrawnStep } from '#act/playbooks/contract.ts'
import { needsOf, type Playbook, type Step } from '#act/playbooks/language.ts'
import { ruleText } from '#act/playbooks/rules.ts'

/** The steps of a playbook as they are drawn, with the line each begins on. */
export function drawSteps(playbook: Playbook, text: string): DrawnStep[] {
  const lines = text.split('\n')
  return playbook.steps.map((step, i) => ({
    id: step.id,
    title: step.title,
    who: step.who,
    action: step.do,
    rule: ruleText(step, playbook.steps),
    condition: step.if ?? null,
    needs: [...needsOf(playbook, i)],
    repeats: step.repeat ? `every ${step.repeat.every} until ${step.repeat.until}` : null,
    evidence: step.evidence
      .map(readEvidence)
      .map(({ kind, name }) => (kind === 'note' ? name : `${name} (${kind})`)),
    notes: notesOf(step),
    line:
      lines.findIndex((line) => new RegExp(`^\\s*-?\\s*id:\\s*["']?${step.id}["']?\\s*(#.*)?$`).test(line)) +
      1,
  }))
}

/** What a step brings beside its work, in words. */
function notesOf(step: Step): string[] {
  const only = (condition: string | undefined) => (condition ? ` if ${condition}` : '')
  return [
    ...step.invite.map((one) => `invites ${one.position}${only(one.if)}`),
    ...(step['sends-before'] ? [`sends before: ${step['sends-before']}`] : []),
    ...step.choose.map((one) => `${one.text}${one.if ? only(one.if) : ', else'}`),
    ...(step.approve ? [`${step.approve} has to agree`] : []),
    ...(step.tells ? ['the customer is told, and kept told'] : []),
    ...(step.may.length > 0 ? ['a corrective action may be logged'] : []),
  ]
}

/** Who leads, in words: "the account's owner", "position customer-success-manager". */
export function leadText(lead: Playbook['lead'][number]): string {
  const who = lead.field
    ? 'the account’s owner'
    : lead.position
      ? `position ${lead.position}`
      : lead.team
        ? `team ${lead.team}`
        : `any ${lead.role}`
  return lead.if ? `${who}, if ${lead.if}` : who
}
