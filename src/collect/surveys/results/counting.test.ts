import fc from 'fast-check'
import { expect, test } from 'vitest'
import { listSurveys } from '#collect/surveys/contract.ts'
import * as responses from '#collect/surveys/responses/contract.ts'
import { getSurveyResults } from '#collect/surveys/results/contract.ts'
import { countedNow, linesOf, recount } from '#collect/surveys/results/counting.ts'
import { nps } from '#collect/surveys/results/scores.ts'
import { surveyHouse } from '#collect/surveys/test-seeds.ts'
import { changeAccount, createAccount } from '#customers/accounts/contract.ts'
import { changeContact, createContact } from '#customers/contacts/contract.ts'
import { mergeCustomers, undoMerge } from '#customers/merges/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import type { TestWorkspace } from '#platform/testing/app.ts'

const { t, asked, post, press, wait, eventsOf } = await surveyHouse()

/** The sums as they stand, and as they are when every answer is counted afresh. */
async function bothSums(ws: TestWorkspace) {
  return ws.run(async (ctx) => {
    const columns = sql`survey_id, cut, part, question_id, month, wave_id, answer`
    const kept = await ctx.db.many(sql`
      select ${columns}, count::int8 as count from result_sums where workspace_id = ${ws.id} and count <> 0 order by ${columns}`)
    const fresh = await ctx.db.many(sql`
      with now as (${countedNow(ctx, sql`true`)})
      select ${columns}, sum(n)::int8 as count from (${linesOf(sql`now`, 1)}) l group by ${columns} order by ${columns}`)
    return { kept, fresh }
  })
}

test('after any sequence of answers, changes, doubts, moves and merges the sums are what counting afresh gives', async () => {
  const ws = await t.workspace('Larkfield')
  const surveyId = (await ws.owner.call(listSurveys, {})).data.find((one) => one.key === 'nps')!.id
  const segments = ['School', 'Clinic', 'Shop', null]
  const pick = fc.nat({ max: 99 })
  const step = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('answer' as const),
        who: pick,
        score: fc.integer({ min: 0, max: 10 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('change' as const),
        who: pick,
        score: fc.integer({ min: 0, max: 10 }),
      }),
    },
    ...(['doubt', 'confirm', 'segment', 'owner', 'language', 'merge', 'unmerge', 'again'] as const).map(
      (verb) => ({
        weight: 1,
        arbitrary: fc.record({ do: fc.constant(verb), who: pick, score: pick }),
      }),
    ),
  )
  const accounts: string[] = []
  const people: string[] = []
  for (const n of [0, 1, 2]) {
    accounts.push((await ws.owner.call(createAccount, { name: `Company ${n}`, segment: segments[n] })).id)
    for (const of of [0, 1])
      people.push(
        (
          await ws.owner.call(createContact, {
            name: `Person ${n} ${of}`,
            accountId: accounts[n],
            locale: of ? 'de' : 'pt-BR',
          })
        ).id,
      )
  }
  const answered: string[] = []
  const merges: string[] = []
  const at = <T>(list: readonly T[], n: number): T => list[n % list.length]!
  const doubt = (id: string, isDoubted: boolean) =>
    ws.run(async (ctx) => {
      await ctx.db.run(
        sql`update responses set is_provisional = ${isDoubted} where workspace_id = ${ws.id} and id = ${decodeId('rsp', id)!}`,
      )
      await recount(ctx, [decodeId('rsp', id)!])
    })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 14 }), async (steps) => {
      for (const { do: verb, who, score } of steps) {
        const response = answered.length > 0 ? at(answered, who) : undefined
        if (verb === 'answer')
          answered.push(
            (
              await ws.owner.call(responses.enterResponse, {
                surveyId,
                contactId: at(people, who),
                score,
                reason: who % 2 ? 'price' : null,
                words: who % 3 ? 'Said so' : null,
              })
            ).id,
          )
        else if (verb === 'segment')
          await ws.owner.call(changeAccount, {
            accountId: at(accounts, who),
            segment: at(segments, score),
            plan: at(['Small', 'Large', null], who),
          })
        else if (verb === 'owner')
          await ws.owner.call(changeAccount, {
            accountId: at(accounts, who),
            ownerId: score % 2 ? encodeId('mem', ws.owner.memberId!) : null,
          })
        else if (verb === 'language')
          await ws.owner.call(changeContact, {
            contactId: at(people, who),
            locale: at(['de', 'fr-CA', 'pt_BR', null], score),
          })
        else if (verb === 'merge' && at(people, who) !== at(people, score))
          await ws.owner
            .call(mergeCustomers, {
              kind: 'contact',
              survivorId: at(people, who),
              loserId: at(people, score),
            })
            .then(
              ({ id }) => merges.push(id),
              () => {},
            )
        else if (verb === 'unmerge' && merges.length > 0)
          await ws.owner.call(undoMerge, { mergeId: at(merges, who) })
        else if (response === undefined) continue
        else if (verb === 'change')
          await ws.run(async (ctx) => {
            const id = decodeId('rsp', response)!
            await ctx.db.run(
              sql`update responses set score = ${score % 11}, is_negative = ${score % 11 < 7} where workspace_id = ${ws.id} and id = ${id}`,
            )
            await ctx.db.run(
              sql`update answers set number = ${score % 11} where workspace_id = ${ws.id} and response_id = ${id} and number is not null`,
            )
            await recount(ctx, [id])
          })
        else if (verb === 'doubt') await doubt(response, true)
        else if (verb === 'confirm') await ws.owner.call(responses.confirmResponse, { responseId: response })
        else if (verb === 'again')
          await ws.run((ctx) =>
            recount(
              ctx,
              answered.map((id) => decodeId('rsp', id)!),
            ),
          )
      }
      await t.settle()
      const { kept, fresh } = await bothSums(ws)
      expect(kept).toEqual(fresh)
      const { questions, answers } = await ws.owner.call(getSurveyResults, { surveyId })
      const counted = await ws.run((ctx) =>
        ctx.db.many<{ score: number }>(
          sql`select score from responses where workspace_id = ${ws.id} and not is_provisional`,
        ),
      )
      const n = (from: number, to: number) =>
        counted.filter(({ score }) => score >= from && score <= to).length
      expect(answers).toBe(counted.length)
      expect(questions[0]!.nps).toEqual(nps({ promoters: n(9, 10), passives: n(7, 8), detractors: n(0, 6) }))
    }),
    { numRuns: 8, endOnFailure: true },
  )
})

test('an answer is counted as its person leaves it, also when a machine follows', async () => {
  const { ws, surveyId, path } = await asked()
  const results = async () => {
    await t.settle()
    const { answers, negative, questions } = await ws.owner.call(getSurveyResults, { surveyId })
    return [answers, negative, questions[0]!.bars.findIndex((bar) => bar.count > 0)]
  }
  await press(path, { asked: 'score', score: '3' })
  expect(await results()).toEqual([1, 1, 3])
  t.clock.advance({ minutes: 1 })
  await press(path, { asked: 'score', score: '9' })
  expect(await results()).toEqual([1, 0, 9])
  // a machine changes nothing about what a person gave
  for (const score of ['8', '2', '0']) await post(`${path}?score=${score}`, { asked: 'score', score })
  await wait()
  expect(await results()).toEqual([1, 0, 9])
})

test('what is in doubt counts from when a member confirms it', async () => {
  const { ws, surveyId, path } = await asked()
  const answers = async () => {
    await t.settle()
    return (await ws.owner.call(getSurveyResults, { surveyId })).answers
  }
  for (const score of ['8', '2', '0']) await post(`${path}?score=${score}`, { asked: 'score', score })
  await wait()
  expect(await answers()).toBe(0)
  const [doubted] = (await ws.owner.call(responses.listResponses, { provisional: 'true' })).data
  await ws.owner.call(responses.confirmResponse, { responseId: doubted!.id })
  expect(await answers()).toBe(1)
})

test('a whole answer in doubt that a member confirms is told as completed, with its item', async () => {
  const { ws, path } = await asked()
  await post(path, { asked: 'score', score: '2', website: 'https://spam.example' })
  await press(path, { asked: 'score reason words contact', score: '2', words: 'It stalls', website: 'x' })
  expect(await eventsOf(ws, 'response.completed')).toEqual([])
  const [doubted] = (await ws.owner.call(responses.listResponses, { provisional: 'true' })).data
  await ws.owner.call(responses.confirmResponse, { responseId: doubted!.id })
  expect(await eventsOf(ws, 'response.completed')).toMatchObject([{ payload: { hasWords: true } }])
})
