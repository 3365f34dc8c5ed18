import type { Confirmation, Score } from '#act/outcomes/contract.ts'

/** How the customer confirmed that a case is solved, in words. */
export const confirmationWords: Record<Confirmation, string> = {
  call: 'confirmed by call',
  mail: 'confirmed by mail',
  survey: 'confirmed by their answer',
  not_asked: 'the customer was not asked',
}

/** Whether a touchpoint of this kind bears such a confirmation: a meeting is spoken like a call. */
export function rests(confirmation: 'call' | 'mail', kind: string): boolean {
  return confirmation === 'mail' ? kind === 'mail' : kind === 'call' || kind === 'meeting'
}

/** A score in per cent of its scale, so that answers to different surveys can be set beside each other. */
export function shareOfScale({ score, min, max }: Score): number {
  return (100 * (score - min)) / (max - min)
}

/** "3 of 10 → 9 of 10"; one number alone where the other is not known. */
export function scoreWords(before: Score | null, after: Score | null): string {
  return [before, after].flatMap((one) => (one ? [`${one.score} of ${one.max}`] : [])).join(' → ')
}
