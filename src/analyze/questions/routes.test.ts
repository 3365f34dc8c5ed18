import { beforeAll, describe, expect, test } from 'vitest'
import { openCase } from '#act/cases/contract.ts'
import {
  addEvidence,
  addHypothesis,
  answerQuestion,
  askQuestion,
  changeEvidence,
  changeHypothesis,
  changeQuestion,
  getQuestion,
  getQuotable,
  listQuestions,
  type Question,
  removeEvidence,
  removeHypothesis,
  removeQuestion,
  reopenQuestion,
} from '#analyze/questions/contract.ts'
import {
  createTheme,
  findThemes,
  getTheme,
  listThemeItems,
  listThemes,
  mergeTheme,
  splitTheme,
  unsplitTheme,
} from '#analyze/themes/contract.ts'
import { eraseFeedback } from '#collect/feedback/commands.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import { mergeFeedback } from '#organize/duplicates/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
let owner: Client
const accounts: string[] = []

beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  owner = ws.owner
  for (const [i, segment] of ['School', 'School', 'Clinic', 'Park'].entries()) {
    const made = await owner.call(createAccount, {
      name: `Account ${i}`,
      segment,
      mrrCents: 10_000 * (i + 1),
      lifecycle: 'active',
    })
    accounts.push(made.id)
  }
})

const say = (verbatim: string, more: object = {}) =>
  owner.call(submitFeedback, { verbatim, channel: 'email', ...more })
const ask = (
  text = 'Why do trial accounts leave in the first month?',
  hypotheses = ['Setting up takes too long'],
) => owner.call(askQuestion, { text, hypotheses })
const memberId = (client: Client) => encodeId('mem', client.memberId!)
const first = (question: Question) => question.hypotheses[0]!

/** Links a whole item to the first hypothesis. */
async function link(
  question: Question,
  verbatim: string,
  more: object = {},
  stance: 'for' | 'against' = 'for',
) {
  const { id } = await say(verbatim, more)
  const next = await owner.call(addEvidence, {
    hypothesisId: first(question).id,
    stance,
    feedbackId: id,
    quote: verbatim,
  })
  return { id, question: next }
}

describe('analysis starts from a question', () => {
  test('a question has hypotheses, an owner who asked unless another is named, and is open', async () => {
    const question = await ask('Why do they leave?', ['Price', 'No time'])
    expect(question).toMatchObject({ state: 'open', askedBy: 'Olive Owner', answer: null, earlier: [] })
    expect(question.owner).toEqual({ id: memberId(owner), name: 'Olive Owner' })
    expect(question.hypotheses.map(({ text, state, balance }) => [text, state, balance])).toEqual([
      ['Price', 'open', 'none'],
      ['No time', 'open', 'none'],
    ])
    const added = await owner.call(addHypothesis, { questionId: question.id, text: 'Missing export' })
    const third = added.hypotheses[2]!
    const changed = await owner.call(changeHypothesis, {
      hypothesisId: third.id,
      text: 'No export to Excel',
      state: 'not_supported',
    })
    expect(changed.hypotheses[2]).toMatchObject({ text: 'No export to Excel', state: 'not_supported' })
    expect((await owner.call(removeHypothesis, { hypothesisId: third.id })).hypotheses).toHaveLength(2)
    const agent = await ws.as('agent', 'Ada Agent')
    const given = await owner.call(changeQuestion, {
      questionId: question.id,
      text: 'Why do they leave so soon?',
      ownerId: memberId(agent),
    })
    expect(given).toMatchObject({ text: 'Why do they leave so soon?', owner: { name: 'Ada Agent' } })
  })

  test('evidence is the exact words of an item: what it does not say, or says in a quoted mail, is refused', async () => {
    const question = await ask()
    const { id } = await say(
      'We gave up on the second day.\nNobody told us where to begin.\n\nOn Mon, 3 Jan 2027 Support wrote:\n> You can begin with the import.',
    )
    const add = (quote: string) =>
      owner.call(addEvidence, { hypothesisId: first(question).id, stance: 'for', feedbackId: id, quote })
    await expect(add('We gave up on the first day.')).rejects.toMatchObject({ code: 'evidence.not_said' })
    await expect(add('You can begin with the import.')).rejects.toMatchObject({ code: 'evidence.not_said' })
    const quotable = await owner.call(getQuotable, { feedbackId: id })
    expect(quotable.text).toContain('where to begin')
    expect(quotable.text).not.toContain('the import')
    const next = await add('second day. Nobody told us')
    expect(first(next).evidence).toMatchObject([
      { kind: 'item', stance: 'for', author: 'Olive Owner', item: { text: 'second day. Nobody told us' } },
    ])
    await expect(add('Nobody told us')).rejects.toMatchObject({ code: 'evidence.linked' })
    expect((await owner.call(getQuotable, { feedbackId: id })).uses).toMatchObject([
      {
        questionId: question.id,
        hypothesisId: first(question).id,
        stance: 'for',
        quote: 'second day. Nobody told us',
      },
    ])
  })

  test('a note with a figure is evidence too; one piece is one thing', async () => {
    const question = await ask()
    const hypothesisId = first(question).id
    const note = '62 % of trials never invite a second person (product analytics, May)'
    const next = await owner.call(addEvidence, { hypothesisId, stance: 'against', note })
    expect(first(next)).toMatchObject({ evidence: [{ kind: 'note', note }], balance: 'only_against' })
    for (const wrong of [{}, { note, themeId: 'th_00000000000000000000000000' }, { quote: 'words' }])
      await expect(owner.call(addEvidence, { hypothesisId, stance: 'for', ...wrong })).rejects.toMatchObject({
        status: 400,
      })
    const evidenceId = first(next).evidence[0]!.id
    const turned = await owner.call(changeEvidence, { evidenceId, stance: 'for' })
    expect(first(turned).balance).toBe('only_for')
    expect(first(await owner.call(removeEvidence, { evidenceId })).evidence).toEqual([])
  })
})

describe('what stands behind the evidence', () => {
  test('each item and each account counts once, with its MRR, also after items and customers were merged', async () => {
    const question = await ask()
    const a = await link(question, 'It took us three weeks to set up', { accountId: accounts[0] })
    const b = await link(question, 'Setting up took weeks', { accountId: accounts[1] })
    const c = await link(question, 'Setup is endless', { accountId: accounts[2] })
    expect(first(c.question).weight.for).toMatchObject({ items: 3, accounts: 3, mrrCents: 60_000 })
    const { id: voice } = await say('Setting up took weeks here too', { accountId: accounts[3] })
    await owner.call(mergeFeedback, { keptId: a.id, mergedId: b.id })
    await owner.call(mergeFeedback, { keptId: a.id, mergedId: voice })
    await t.settle()
    const read = async () => first(await owner.call(getQuestion, { questionId: question.id })).weight.for
    // four accounts say it in two items; the one that nobody quoted stands behind its kept item
    expect(await read()).toMatchObject({ items: 2, accounts: 4, mrrCents: 100_000 })
    await owner.call(mergeCustomers, { kind: 'account', survivorId: accounts[2]!, loserId: accounts[3]! })
    expect(await read()).toMatchObject({ items: 2, accounts: 3, mrrCents: 60_000 })
    await owner.call(triageFeedback, { feedbackId: c.id, change: { status: 'spam' } })
    const spam = await owner.call(getQuestion, { questionId: question.id })
    expect(first(spam).weight.for.items).toBe(1)
    expect(first(spam).evidence.map((one) => one.kind === 'item' && one.isSpam)).toEqual([false, false, true])
  })

  test('evidence of few accounts says so, and evidence that is all for says so', async () => {
    const question = await ask()
    let last: Question = question
    for (let i = 0; i < 5; i++)
      last = (await link(question, `Set-up number ${i} takes ages`, { accountId: accounts[i === 4 ? 1 : 0] }))
        .question
    expect(first(last)).toMatchObject({
      balance: 'only_for',
      weight: { for: { bias: { kind: 'accounts', accounts: 2, of: 2, share: 1 } } },
    })
    last = (await link(question, 'Set up in an hour, lovely', {}, 'against')).question
    expect(first(last)).toMatchObject({ balance: 'both', weight: { against: { items: 1, accounts: 0 } } })
    expect(last.weight.items).toBe(6)
  })

  test('an item that is erased takes its quote along', async () => {
    const question = await ask()
    const { id } = await link(question, 'My name is in this quote', { accountId: accounts[0] })
    await ws.run((ctx) => eraseFeedback(ctx, [decodeId('fb', id)!], 'test'))
    await t.settle()
    const after = first(await owner.call(getQuestion, { questionId: question.id }))
    expect(after).toMatchObject({ evidence: [], weight: { for: { items: 0 } } })
  })

  test('a theme is evidence with its items, through merges, splits and searches', async () => {
    for (let i = 0; i < 8; i++)
      await say(`The wizard ${i % 2 ? 'loses my columns' : 'asks for a manager'} again, number ${i}`, {
        accountId: accounts[i % 3],
      })
    await t.settle()
    const theme = await owner.call(createTheme, { name: 'Wizard', rules: ['wizard'] })
    const other = await owner.call(createTheme, { name: 'Endless', rules: ['three weeks'] })
    await t.settle()
    const question = await ask('Is the wizard the reason?')
    const add = (themeId: string) =>
      owner.call(addEvidence, { hypothesisId: first(question).id, stance: 'for', themeId })
    let now = await add(theme.id)
    expect(first(now).evidence).toMatchObject([
      { theme: { id: theme.id, name: 'Wizard', items: 8, accounts: 3 } },
    ])
    expect(first(now).weight.for).toMatchObject({ items: 8, accounts: 3 })
    await expect(add(theme.id)).rejects.toMatchObject({ code: 'evidence.linked' })

    // a quote of an item that the theme has already adds nothing but its words
    const quoted = await link(question, 'The wizard asks for a manager again, number 8')
    await t.settle()
    const both = await owner.call(getQuestion, { questionId: question.id })
    expect(first(both).weight.for.items).toBe(9)
    await owner.call(removeEvidence, { evidenceId: first(quoted.question).evidence[1]!.id })

    const { parts } = await owner.call(splitTheme, { themeId: theme.id, parts: 2 })
    await t.settle()
    now = await add(parts[0]!.id)
    expect(first(now).weight.for.items).toBe(9)
    await owner.call(findThemes, {})
    await t.settle()
    await owner.call(unsplitTheme, { themeId: theme.id })
    now = await owner.call(getQuestion, { questionId: question.id })
    expect(first(now).evidence).toMatchObject([{ theme: { id: theme.id, items: 9 } }])

    await owner.call(mergeTheme, { themeId: theme.id, intoId: other.id })
    now = await owner.call(getQuestion, { questionId: question.id })
    expect(first(now).evidence).toMatchObject([{ theme: { id: other.id, name: 'Endless' } }])
    expect(first(now).weight.for.items).toBeGreaterThan(9)
  })

  test('a theme that is found by words alone stays once a question rests on it', async () => {
    const lone = await t.workspace()
    for (let i = 0; i < 32; i++)
      await lone.owner.call(submitFeedback, {
        verbatim: i % 2 ? `The csv export of columns fails, ${i}` : `The login code never comes, ${i}`,
        channel: 'email',
      })
    await t.settle()
    await lone.owner.call(findThemes, {})
    await t.settle()
    const question = await lone.owner.call(askQuestion, { text: 'What breaks?', hypotheses: ['Exports'] })
    const { data } = await lone.owner.call(listThemes, {})
    const found = data.find((theme) => theme.phrases.join().includes('export'))!
    await lone.owner.call(addEvidence, {
      hypothesisId: first(question).id,
      stance: 'for',
      themeId: found.id,
    })
    const items = await lone.owner.call(listThemeItems, { themeId: found.id, limit: 100 })
    const ids = items.data.map((item) => decodeId('fb', item.feedbackId)!)
    await lone.run((ctx) => eraseFeedback(ctx, ids, 'test'))
    await t.settle()
    await lone.owner.call(findThemes, {})
    await t.settle()
    const after = await lone.owner.call(getQuestion, { questionId: question.id })
    expect(first(after).evidence).toMatchObject([{ theme: { id: found.id, items: 0 } }])
    expect((await lone.owner.call(listThemes, {})).run).toBeNull()
    expect((await lone.owner.call(getTheme, { themeId: found.id })).theme.phrases).toEqual(found.phrases)
  })
})

describe('the answer', () => {
  test('needs words and a person who decides; what was decided on stays as it was', async () => {
    const question = await ask()
    const questionId = question.id
    await link(question, 'It took too long to begin')
    await expect(owner.call(answerQuestion, { questionId, answer: ' ' })).rejects.toMatchObject({
      status: 400,
    })
    const agent = await ws.as('agent', 'Dora Decider')
    t.clock.advance({ minutes: 1 })
    const answered = await owner.call(answerQuestion, {
      questionId,
      answer: 'Because the first import takes a week.',
      decidedById: memberId(agent),
      follows: 'A guided first import',
    })
    expect(answered).toMatchObject({
      state: 'answered',
      answer: {
        answer: 'Because the first import takes a week.',
        decidedBy: { id: memberId(agent), name: 'Dora Decider' },
        decidedAt: t.clock.now().toISOString(),
        follows: 'A guided first import',
        reopened: null,
      },
    })
    const hypothesisId = first(answered).id
    const evidenceId = first(answered).evidence[0]!.id
    for (const refused of [
      () => owner.call(changeQuestion, { questionId, text: 'Another question?' }),
      () => owner.call(addHypothesis, { questionId, text: 'Another one' }),
      () => owner.call(changeHypothesis, { hypothesisId, state: 'supported' }),
      () => owner.call(removeHypothesis, { hypothesisId }),
      () => owner.call(changeEvidence, { evidenceId, stance: 'against' }),
      () => owner.call(removeEvidence, { evidenceId }),
      () => owner.call(answerQuestion, { questionId, answer: 'Again' }),
    ])
      await expect(refused()).rejects.toMatchObject({ status: 409, code: 'question.answered' })
  })

  test('new evidence is marked as new; reopened, the answer stays as an earlier one', async () => {
    const question = await ask()
    const questionId = question.id
    await expect(owner.call(reopenQuestion, { questionId })).rejects.toMatchObject({
      code: 'question.not_answered',
    })
    await owner.call(answerQuestion, { questionId, answer: 'It is the price.' })
    t.clock.advance({ minutes: 1 })
    const { question: later } = await link(question, 'The price was fine', {}, 'against')
    expect(later.newEvidence).toEqual({ for: 0, against: 1 })
    expect(first(later).evidence[0]).toMatchObject({ isNew: true })
    const open = await owner.call(reopenQuestion, {
      questionId,
      because: 'A customer says the price was fine.',
    })
    expect(open).toMatchObject({
      state: 'reopened',
      answer: null,
      newEvidence: { for: 0, against: 0 },
      earlier: [
        {
          answer: 'It is the price.',
          reopened: { by: 'Olive Owner', because: 'A customer says the price was fine.' },
        },
      ],
    })
    await owner.call(changeHypothesis, { hypothesisId: first(open).id, state: 'not_supported' })
    t.clock.advance({ minutes: 1 })
    const again = await owner.call(answerQuestion, { questionId, answer: 'It is the set-up.' })
    expect(again).toMatchObject({ state: 'answered', answer: { answer: 'It is the set-up.' } })
    expect(again.earlier).toHaveLength(1)
  })

  test('a theme or a case may follow; one of another workspace may not', async () => {
    const theme = await owner.call(createTheme, { name: 'First import', rules: ['first import'] })
    const { contact } = await owner
      .call(submitFeedback, { verbatim: 'Hm', channel: 'email', contact: { email: 'ana@tern.example' } })
      .then(({ contactId }) => ({ contact: contactId! }))
    const followUp = await owner.call(openCase, { playbook: 'nps-detractor', contactId: contact })
    const { id } = await ask()
    const other = await t.workspace()
    const foreign = await other.owner.call(createTheme, { name: 'Foreign', rules: ['foreign'] })
    const answer = { questionId: id, answer: 'The first import.' }
    await expect(owner.call(answerQuestion, { ...answer, followsThemeId: foreign.id })).rejects.toMatchObject(
      { code: 'theme.not_found' },
    )
    await expect(
      owner.call(answerQuestion, { ...answer, followsCaseId: 'case_00000000000000000000000000' }),
    ).rejects.toMatchObject({ code: 'case.not_found' })
    const answered = await owner.call(answerQuestion, {
      ...answer,
      followsThemeId: theme.id,
      followsCaseId: followUp.id,
    })
    expect(answered.answer).toMatchObject({
      followsTheme: { id: theme.id, name: 'First import' },
      followsCaseId: followUp.id,
    })
  })

  test('an API key names the person who decided', async () => {
    const key = await ws.key(['questions:read', 'questions:write'])
    const asked = await key.call(askQuestion, { text: 'Asked by a machine?' })
    expect(asked).toMatchObject({ owner: null, askedBy: 'API' })
    const answer = { questionId: asked.id, answer: 'Yes.' }
    await expect(key.call(answerQuestion, answer)).rejects.toMatchObject({ code: 'question.no_decider' })
    const answered = await key.call(answerQuestion, { ...answer, decidedById: memberId(owner) })
    expect(answered.answer!.decidedBy.name).toBe('Olive Owner')
  })
})

describe('the list of questions', () => {
  test('has each once, page by page, with its evidence, and by state and owner', async () => {
    const lone = await t.workspace()
    const agent = await lone.as('agent', 'Ada Agent')
    const made: string[] = []
    for (let i = 0; i < 5; i++) {
      const question = await (i === 3 ? agent : lone.owner).call(askQuestion, {
        text: `Question ${i}?`,
        hypotheses: ['One', 'Two'],
      })
      made.unshift(question.id)
      for (const [at, stance] of (['for', 'for', 'against'] as const).entries())
        await lone.owner.call(addEvidence, {
          hypothesisId: question.hypotheses[at % 2]!.id,
          stance,
          note: `Figure ${at}`,
        })
      if (i === 1) await lone.owner.call(answerQuestion, { questionId: question.id, answer: 'So.' })
    }
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(cursor)
      seen.push(...page.data.map((row) => row.id))
      cursor = page.nextCursor
    } while (cursor)
    function list(at: string | null) {
      return lone.owner.call(listQuestions, { limit: 2, ...(at && { cursor: at }) })
    }
    expect(seen).toEqual(made)
    const open = await lone.owner.call(listQuestions, { answered: 'false' })
    expect(open.data).toHaveLength(4)
    expect(open.data[0]).toMatchObject({
      state: 'open',
      evidence: { for: 2, against: 1 },
      hypotheses: [
        { text: 'One', evidence: { for: 1, against: 1 } },
        { text: 'Two', evidence: { for: 1, against: 0 } },
      ],
    })
    const done = await lone.owner.call(listQuestions, { answered: 'true' })
    expect(done.data).toMatchObject([{ text: 'Question 1?', answer: 'So.', decidedBy: 'Olive Owner' }])
    const hers = await lone.owner.call(listQuestions, { owner: memberId(agent) })
    expect(hers.data.map((row) => row.text)).toEqual(['Question 3?'])
  })

  test('a viewer reads, an agent asks, a manager removes; another workspace sees nothing', async () => {
    const question = await ask()
    const viewer = await ws.as('viewer')
    await viewer.call(getQuestion, { questionId: question.id })
    await expect(viewer.call(askQuestion, { text: 'Why?' })).rejects.toMatchObject({ status: 403 })
    const agent = await ws.as('agent')
    await agent.call(askQuestion, { text: 'Why?' })
    await expect(agent.call(removeQuestion, { questionId: question.id })).rejects.toMatchObject({
      status: 403,
    })
    const other = await t.workspace()
    expect((await other.owner.call(listQuestions, {})).data).toEqual([])
    await expect(other.owner.call(getQuestion, { questionId: question.id })).rejects.toMatchObject({
      code: 'question.not_found',
    })
    await owner.call(answerQuestion, { questionId: question.id, answer: 'So.' })
    await (await ws.as('manager')).call(removeQuestion, { questionId: question.id })
    await expect(owner.call(getQuestion, { questionId: question.id })).rejects.toMatchObject({ status: 404 })
  })
})
