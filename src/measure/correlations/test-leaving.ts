import { createTheme } from '#analyze/themes/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { changeAccount, upsertAccounts } from '#customers/accounts/contract.ts'
import type { TestApp, TestWorkspace } from '#platform/testing/app.ts'

export const names = Array.from({ length: 62 }, (_, i) => `Northgate School ${String(i).padStart(2, '0')}`)

/**
 * Half a year of 62 schools, ended on 10 July 2037: 20 spoke of exports in February, 12 left in May, 8 of them had
 * spoken of exports. With windows of 90 days it is said from 12 January, and seen from 12 April on.
 */
export async function seedLeaving(t: TestApp, ws: TestWorkspace) {
  const made = await ws.owner.call(upsertAccounts, {
    accounts: names.map((name, i) => ({
      name,
      segment: i % 2 ? 'School' : 'Clinic',
      renewalOn: '2037-05-15',
    })),
  })
  const ids = made.results.map(({ id }) => id!)
  const say = (i: number) =>
    ws.owner.call(submitFeedback, {
      verbatim: 'The statement export stops halfway',
      channel: 'email',
      accountId: ids[i]!,
    })
  const leave = (...which: number[]) =>
    ws.owner.call(upsertAccounts, {
      accounts: which.map((i) => ({ name: names[i]!, lifecycle: 'churned' as const })),
    })
  const theme = await ws.owner.call(createTheme, { name: 'statement exports', rules: ['statement export'] })
  t.clock.set('2037-02-10T10:00:00Z')
  for (let i = 0; i < 20; i++) await say(i)
  await say(0)
  // it leaves before the day that everything is seen from: it is in no comparison
  await say(60)
  await leave(60)
  t.clock.set('2037-05-20T10:00:00Z')
  // said after the day: no exposure, although they leave later
  await say(21)
  await leave(0, 1, 2, 3, 4, 5, 6, 7, 20, 21, 22, 23)
  t.clock.set('2037-05-25T10:00:00Z')
  // what is said after leaving does not count either
  await say(22)
  for (const i of [8, 9, 30, 31])
    await ws.owner.call(changeAccount, { accountId: ids[i]!, renewalOn: '2038-05-15' })
  t.clock.set('2037-07-10T10:00:00Z')
  await t.settle()
  return { ids, theme }
}
