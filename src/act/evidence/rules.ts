import { type EvidenceKind, evidenceKinds } from '#act/evidence/contract.ts'
import type { Step } from '#act/playbooks/language.ts'

export interface Evidence {
  kind: EvidenceKind
  name: string
}

/** One evidence as its file writes it: a line alone is a note, else its kind stands before it. */
export function readEvidence(entry: Step['evidence'][number]): Evidence {
  if (typeof entry === 'string') return { kind: 'note', name: entry }
  const kind = evidenceKinds.find((one) => entry[one] !== undefined)!
  return { kind, name: entry[kind]! }
}

/** What a step cannot be done without: its evidence, and what those invited get to read. */
export function evidenceOf(step: Pick<Step, 'evidence' | 'sends-before'>): Evidence[] {
  const before = step['sends-before']
  return [...step.evidence.map(readEvidence), ...(before ? [{ kind: 'note' as const, name: before }] : [])]
}

/** The evidence a step still lacks. */
export function missingEvidence(
  step: Pick<Step, 'evidence' | 'sends-before'>,
  given: Readonly<Record<string, string>>,
): Evidence[] {
  return evidenceOf(step).filter(({ name }) => !given[name]?.trim())
}

/** Whether it is written down by hand; the others are files, or records that the case bears. */
export function isWritten({ kind }: Evidence): boolean {
  return kind === 'note'
}

/** How each kind comes about, for whoever lacks it. */
export const howToBring: Record<EvidenceKind, string> = {
  note: 'write it down',
  file: 'attach the file',
  update: 'send an update on the case',
  call: 'log the call or meeting',
  'corrective-action': 'log a corrective action on the case',
}

/** "signed plan (attach the file), findings (write it down)" */
export function missingWords(missing: readonly Evidence[]): string {
  return missing.map(({ name, kind }) => `${name} (${howToBring[kind]})`).join(', ')
}
