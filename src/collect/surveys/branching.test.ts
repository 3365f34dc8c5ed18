import { describe, expect, test } from 'vitest'
import {
  askedQuestions,
  branchingFaults,
  firstPress,
  isNegativeResponse,
  leadingOf,
  type ShowWhen,
} from '#collect/surveys/branching.ts'
import {
  canBeGiven,
  type Given,
  isNegativeAnswer,
  nothingGiven,
  type QuestionKind,
  usualNegativeBelow,
} from '#collect/surveys/kinds.ts'

function question(
  key: string,
  kind: QuestionKind,
  more: Partial<{ show_when: ShowWhen; choices: string[]; negative: string[]; several: boolean }> = {},
) {
  return {
    key,
    kind,
    choices: (more.choices ?? []).map((one) => ({ key: one, label: one })),
    negative_below: usualNegativeBelow(kind),
    negative_choices: more.negative ?? [],
    show_when: more.show_when ?? null,
    is_multiple: more.several ?? false,
  }
}
const number = (value: number): Given => ({ ...nothingGiven, number: value })
const chose = (...choices: string[]): Given => ({ ...nothingGiven, choices })

describe('which answers are negative is part of the question', () => {
  test.each([
    ['nps', 6, true],
    ['nps', 7, false],
    ['csat', 3, true],
    ['csat', 4, false],
    ['stars', 3, true],
    ['ces', 3, true],
    ['ces', 4, false],
    ['rating', 4, true],
  ] as const)('%s %i is negative: %s', (kind, value, isNegative) => {
    expect(isNegativeAnswer(question('q', kind), number(value))).toBe(isNegative)
  })
  test.each([
    ['strongly disagree', 1, true],
    ['disagree', 2, true],
    ['neither', 3, false],
    ['agree', 4, false],
  ] as const)('of an agreement, %s is negative as the runbook says: %s', (_, value, isNegative) => {
    expect(isNegativeAnswer(question('q', 'agreement'), number(value))).toBe(isNegative)
  })
  test.each([
    ['not helpful at all', 1, true],
    ['not very helpful', 2, true],
    ['somewhat helpful', 3, false],
    ['very helpful', 4, false],
  ] as const)('of helpfulness, %s is negative as the runbook says: %s', (_, value, isNegative) => {
    expect(isNegativeAnswer(question('q', 'helpfulness'), number(value))).toBe(isNegative)
  })
  test('a question with its own threshold goes by it, and one without has no negative number', () => {
    expect(isNegativeAnswer({ ...question('q', 'csat'), negative_below: 3 }, number(3))).toBe(false)
    expect(isNegativeAnswer({ ...question('q', 'nps'), negative_below: null }, number(0))).toBe(false)
  })
  test('of choices, those that the question names', () => {
    const solved = question('solved', 'choice', { choices: ['yes', 'no'], negative: ['no'] })
    expect(isNegativeAnswer(solved, chose('no'))).toBe(true)
    expect(isNegativeAnswer(solved, chose('yes'))).toBe(false)
    expect(isNegativeAnswer(solved, nothingGiven)).toBe(false)
  })
  test('a response is negative when any question that was asked was answered so', () => {
    const questions = [
      question('score', 'agreement'),
      question('team', 'helpfulness', { show_when: { question: 'score', from: 3 } }),
    ]
    const answers = (score: number) =>
      new Map([
        ['score', number(score)],
        ['team', number(1)],
      ])
    expect(isNegativeResponse(questions, answers(5))).toBe(true)
    expect(isNegativeResponse([questions[0]!], answers(5))).toBe(false)
    // the answer to a question that is not asked any more does not count
    expect(isNegativeResponse([{ ...questions[0]!, negative_below: null }, questions[1]!], answers(1))).toBe(
      false,
    )
  })
})

describe('a later question is asked by the answer to an earlier one', () => {
  const survey = [
    question('score', 'csat'),
    question('better', 'text', { show_when: { question: 'score', to: 3 } }),
    question('reason', 'choice', { choices: ['price', 'support'] }),
    question('which', 'text', { show_when: { question: 'reason', choices: ['price'] } }),
    question('how', 'choice', {
      choices: ['a', 'b'],
      show_when: { question: 'reason', choices: ['support'] },
    }),
    question('deep', 'text', { show_when: { question: 'how', choices: ['a'] } }),
  ]
  const asked = (answers: Record<string, Given>) =>
    askedQuestions(survey, new Map(Object.entries(answers))).map((one) => one.key)
  test.each([1, 2, 3])('%i of 5 asks what could have been better', (score) => {
    expect(asked({ score: number(score) })).toContain('better')
  })
  test.each([4, 5])('%i of 5 does not', (score) => {
    expect(asked({ score: number(score) })).not.toContain('better')
  })
  test('a question stands behind one that is not asked any more: neither is asked', () => {
    expect(asked({ reason: chose('support'), how: chose('a') })).toEqual(['score', 'reason', 'how', 'deep'])
    expect(asked({ reason: chose('price'), how: chose('a') })).toEqual(['score', 'reason', 'which'])
  })
  test('nothing is asked by an answer that is not there', () => {
    expect(asked({})).toEqual(['score', 'reason'])
  })
})

describe('conditions that cannot hold are refused with what to do', () => {
  const fault = (show_when: ShowWhen) =>
    branchingFaults([
      question('score', 'csat'),
      question('reason', 'choice', { choices: ['price'] }),
      question('words', 'text'),
      question('asked', 'text', { show_when }),
      question('later', 'csat'),
    ]).join(' ')
  test.each<[ShowWhen, RegExp]>([
    [{ question: 'later', to: 3 }, /comes later/],
    [{ question: 'nothing', to: 3 }, /does not ask/],
    [{ question: 'asked', to: 3 }, /comes later/],
    [{ question: 'words', to: 3 }, /neither a scale nor a choice/],
    [{ question: 'score' }, /on which numbers/],
    [{ question: 'score', from: 4, to: 2 }, /from 4 to 2|4 to 2/],
    [{ question: 'score', to: 9 }, /goes from 1 to 5/],
    [{ question: 'score', choices: ['price'] }, /Give from and to/],
    [{ question: 'reason', choices: ['rain'] }, /does not offer/],
    [{ question: 'reason', to: 3 }, /name its choices/],
  ])('%j', (when, words) => {
    expect(fault(when)).toMatch(words)
  })
  test.each<ShowWhen>([
    { question: 'score', to: 3 },
    { question: 'reason', choices: ['price'] },
  ])('%j is sound', (when) => {
    expect(fault(when)).toBe('')
  })
})

test('the score of a survey is that of the first scale that everybody is asked', () => {
  const branch = question('ces', 'ces', { show_when: { question: 'reason', choices: ['price'] } })
  const reason = question('reason', 'choice', { choices: ['price'] })
  expect(leadingOf([reason, branch, question('stars', 'stars')])?.key).toBe('stars')
  expect(leadingOf([reason, branch])).toBeUndefined()
})

test('one press answers a first question that is a scale or one choice; words and several choices take a page', () => {
  expect(firstPress([question('q', 'agreement')])?.key).toBe('q')
  expect(firstPress([question('q', 'choice', { choices: ['a'] })])?.key).toBe('q')
  expect(firstPress([question('q', 'choice', { choices: ['a'], several: true })])).toBeUndefined()
  expect(firstPress([question('q', 'text'), question('r', 'nps')])).toBeUndefined()
  expect(firstPress([])).toBeUndefined()
})

test.each([
  ['nps', number(11), false],
  ['csat', number(0), false],
  ['csat', number(2.5), false],
  ['helpfulness', number(4), true],
  ['helpfulness', number(5), false],
  ['text', { ...nothingGiven, words: 'x' }, true],
  ['text', number(1), false],
  ['consent', number(1), true],
  ['consent', number(2), false],
  ['choice', chose('a'), true],
  ['choice', chose('a', 'b'), false],
  ['choice', chose('z'), false],
] as const)('%s takes %j: %s', (kind, given, takes) => {
  expect(canBeGiven(question('q', kind, kind === 'choice' ? { choices: ['a', 'b'] } : {}), given)).toBe(takes)
})
