import { expect, it } from 'vitest'
import { getCase, listCases, pauseCase } from '#act/cases/contract.ts'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { addCaseNote, listWatchers, watchCase } from '#act/watchers/contract.ts'
import { removeMember } from '#platform/identity/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, testApp } from '#platform/testing/app.ts'

const t = await testApp()
const id = (client: Client) => encodeId('mem', client.memberId!)
const told = async (client: Client) =>
  (await client.call(listNotices, {})).data.map(({ kind, text }) => `${kind}: ${text}`)

it('whoever follows a case or is mentioned in a note on it is told of what happens, by whom it was not', async () => {
  const ws = await t.workspace()
  const lena = await ws.as('agent', 'Lena Sorvik')
  const tomasz = await ws.as('agent', 'Tomasz Brandt')
  const viewer = await ws.as('viewer', 'Vera Viewer')
  await seedAnswer(
    ws,
    await seedPerson(ws, { name: 'Petra L', account: 'Quillmere', ownerMemberId: lena.memberId! }),
    3,
  )
  await t.settle()
  const caseId = (await ws.owner.call(listCases, {})).data[0]!.id

  expect(await viewer.call(watchCase, { caseId, isWatching: true })).toMatchObject({ isMine: true })
  const text = 'Do you know the importer, @Tomasz Brandt?'
  await lena.call(addCaseNote, { caseId, text, mentionIds: [id(tomasz)] })
  await t.settle()
  expect(await told(tomasz)).toEqual([
    `case.mentioned: Lena Sorvik mentioned you (NPS 3 from Petra L, Quillmere): ${text}`,
  ])
  expect((await told(viewer))[0]).toBe('case.watched: A note was written: NPS 3 from Petra L, Quillmere.')
  expect((await ws.owner.call(listWatchers, { caseId })).data.map((one) => one.name)).toEqual([
    'Tomasz Brandt',
    'Vera Viewer',
  ])
  expect((await lena.call(getCase, { caseId })).touchpoints[0]).toMatchObject({ kind: 'note', summary: text })

  await tomasz.call(pauseCase, { caseId, reason: 'She is on holiday' })
  await t.settle()
  await t.settle()
  expect((await told(viewer))[0]).toBe(
    'case.watched: It waits for the customer: NPS 3 from Petra L, Quillmere.',
  )
  expect(await told(tomasz)).toHaveLength(1)

  await viewer.call(watchCase, { caseId, isWatching: false })
  await ws.owner.call(removeMember, { id: id(tomasz) })
  expect((await ws.owner.call(listWatchers, { caseId })).data).toEqual([])
  await expect(
    lena.call(addCaseNote, { caseId, text: '@Tomasz Brandt', mentionIds: [id(tomasz)] }),
  ).rejects.toMatchObject({ code: 'member.not_found' })
})
