import type { CaseStep } from '#act/cases/contract.ts'
import { money } from '#platform/web/format.ts'

type Steps = readonly Pick<CaseStep, 'key' | 'title'>[]
const between = ' does not hold: '

/** Why a step was skipped, in words with the values of then; what a person wrote stays as it is. */
export function skippedWords(reason: string, steps: Steps, currency: string | undefined): string {
  const at = reason.indexOf(between)
  if (at < 0) return reason
  const facts = reason.slice(at + between.length).split(/, (?=[a-z_]+(?:\.[a-z_]+)+ is )/)
  return facts.map((fact) => factWords(fact, steps, currency)).join(', ')
}

function factWords(fact: string, steps: Steps, currency: string | undefined): string {
  const [, name = '', value = ''] = /^([a-z_.]+) is (.*)$/.exec(fact) ?? []
  const not = value === 'true' ? '' : ' not'
  const amount = () => money(Number(value) * 100, currency)
  const known: Record<string, string> = {
    'contact.reachable': `the customer can${not === '' ? '' : 'not'} be reached`,
    'contact.roles': value === 'empty' ? 'the contact has no role' : `the contact is ${value}`,
    'account.name': value === 'empty' ? 'there is no account' : `the account is ${value}`,
    'account.mrr': `the account pays ${amount()} a month`,
    'account.mrr_known': `the MRR of the account is${not} known`,
    'account.segment': value === 'empty' ? 'the account is in no segment' : `the segment is ${value}`,
    'account.lifecycle': value === 'empty' ? 'there is no account' : `the account is ${value}`,
    'account.has_owner': `the account has ${not === '' ? 'an' : 'no'} owner`,
    'case.dissatisfied': `the customer is${not} known to be still dissatisfied`,
    'case.resolved': `the case is${not} resolved`,
    'case.answers': `${value} answers joined the case`,
    'case.areas': value === 'empty' ? 'nobody said what it is about' : `it is about ${value}`,
    'settings.executive_call_mrr': `the limit for an executive call is ${amount()}`,
    'response.score': value === 'not known' ? 'there is no score' : `the score is ${value}`,
    'response.negative': `the answer is${not} negative`,
    'item.negative': `the item is${not} negative`,
  }
  if (Object.hasOwn(known, name)) return known[name]!
  const [group, second = '', third = ''] = name.split('.')
  if (group !== 'steps') return `${group} ${second.replaceAll('_', ' ')} is ${value}`
  const title = steps.find((step) => step.key.replaceAll('-', '_') === second)?.title ?? second
  if (third === 'done' || third === 'skipped') return `“${title}” is${not} ${third}`
  const asked = third.replaceAll('_', ' ')
  return value === 'not known'
    ? `“${title}” has not said whether the customer is ${asked}`
    : `after “${title}” the customer is${not} ${asked}`
}
