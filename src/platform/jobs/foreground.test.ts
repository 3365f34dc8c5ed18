import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Foreground } from '#platform/jobs/foreground.ts'

test('work in the background rests longer than it worked while somebody waits, and not at all when nobody does', async () => {
  const foreground = new Foreground()
  const worked = 50
  const first = (rest: number) =>
    Promise.race([
      foreground.giveWay(performance.now() - worked).then(() => 'work'),
      setTimeout(rest, 'the one who waits'),
    ])
  expect(await first(0)).toBe('work')
  foreground.note()
  expect(await first(worked)).toBe('the one who waits')
})
