import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Together } from '#platform/http/together.ts'

/** Writes groups when told to, so that a test decides what is under way. */
function held() {
  const groups: { calls: number[]; done(): void; fail(): void }[] = []
  const together = new Together<number, string>(
    (calls) =>
      new Promise((resolve, reject) => {
        groups.push({
          calls,
          done: () => resolve(calls.map(String)),
          fail: () => reject(new Error(`refused ${calls.join(' ')}`)),
        })
      }),
  )
  return { together, groups }
}
const turn = () => new Promise((resolve) => setTimeout(resolve))

test('a call that finds nothing under way goes at once and alone', async () => {
  const { together, groups } = held()
  const first = together.submit('a', 1)
  expect(groups.map((group) => group.calls)).toEqual([[1]])
  groups[0]!.done()
  expect(await first).toBe('1')
})

test('calls that come while two groups are under way go together as soon as one of those is done', async () => {
  const { together, groups } = held()
  const answers = [1, 2, 3, 4, 5].map((n) => together.submit('a', n))
  expect(groups.map((group) => group.calls)).toEqual([[1], [2]])
  groups[1]!.done()
  await turn()
  expect(groups[2]!.calls).toEqual([3, 4, 5])
  groups[0]!.done()
  groups[2]!.done()
  expect(await Promise.all(answers)).toEqual(['1', '2', '3', '4', '5'])
})

test('calls of another lane never wait for these', async () => {
  const { together, groups } = held()
  for (const n of [1, 2, 3]) void together.submit('a', n)
  void together.submit('b', 9)
  expect(groups.map((group) => group.calls)).toEqual([[1], [2], [9]])
})

test('when a group is refused each of it is tried alone, and only the one at fault hears of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 200 }), async (faults) => {
      const sizes: number[] = []
      const together = new Together<number, string>(async (calls) => {
        sizes.push(calls.length)
        await turn()
        if (calls.some((n) => faults[n])) throw new Error('refused')
        return calls.map(String)
      })
      const results = await Promise.allSettled(faults.map((_, n) => together.submit('a', n)))
      expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'refused'))).toEqual(
        faults.map((isFault, n) => (isFault ? 'refused' : String(n))),
      )
      expect(Math.max(...sizes)).toBeLessThanOrEqual(64)
    }),
    { numRuns: 30 },
  )
})
