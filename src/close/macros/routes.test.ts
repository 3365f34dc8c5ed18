import { expect, it } from 'vitest'
import { seedPerson } from '#act/cases/test-seeds.ts'
import { changeMacro, createMacro, deleteMacro, listMacros } from '#close/macros/contract.ts'
import { fillMacro } from '#close/macros/rules.ts'
import { getComposer, sendUpdate } from '#close/updates/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { testApp } from '#platform/testing/app.ts'

const t = await testApp()

it('a saved text is personal or shared, is filled with what is known, and an open slot blocks sending', async () => {
  const ws = await t.workspace('Larkfield')
  const lena = await ws.as('agent', 'Lena Sorvik')
  const body = 'Dear {{first_name}},\n\nwe looked at {{what_we_found}}.\n\n{{my_name}}, {{our_name}}'
  const own = await lena.call(createMacro, { title: 'Looked at it', body })
  expect(own).toMatchObject({ isShared: false, mayChange: true })
  await expect(lena.call(createMacro, { title: 'Looked at it', body })).rejects.toMatchObject({
    code: 'macro.title_taken',
  })
  await expect(lena.call(createMacro, { title: 'Odd', body: 'Hi\n{{ odd' })).rejects.toThrow(
    'The text has braces in line 2 that are no slot. Write {{name}}.',
  )
  await expect(lena.call(createMacro, { title: 'All', body, isShared: true })).rejects.toMatchObject({
    code: 'macro.shared',
  })
  const shared = await ws.owner.call(createMacro, { title: 'Looked at it', body: 'For all', isShared: true })
  expect((await ws.owner.call(listMacros, {})).data.map((one) => one.body)).toEqual(['For all'])
  expect((await lena.call(listMacros, {})).data.map((one) => one.mayChange).sort()).toEqual([false, true])
  await expect(lena.call(deleteMacro, { macroId: shared.id })).rejects.toMatchObject({ code: 'macro.shared' })
  await expect(ws.owner.call(changeMacro, { macroId: own.id, title: 'Mine' })).rejects.toMatchObject({
    code: 'macro.not_found',
  })
  await lena.call(changeMacro, { macroId: own.id, title: 'We looked at it' })

  const petra = await seedPerson(ws, { name: 'Petra Lindqvist' })
  const { id: feedbackId } = await lena.call(submitFeedback, {
    verbatim: 'Where is it?',
    channel: 'chat',
    contact: { email: petra.email, name: 'Petra Lindqvist' },
  })
  const { known } = await lena.call(getComposer, { feedbackId })
  const text = fillMacro(body, known)
  expect(text).toBe('Dear Petra,\n\nwe looked at {{what_we_found}}.\n\nLena Sorvik, Larkfield')
  await expect(
    lena.call(sendUpdate, { feedbackId, subject: 'Your question', body: text }),
  ).rejects.toMatchObject({ code: 'template.slot_empty' })
  await lena.call(sendUpdate, {
    feedbackId,
    subject: 'Your question',
    body: text.replace('{{what_we_found}}', 'the export'),
  })

  await lena.call(deleteMacro, { macroId: own.id })
  expect((await lena.call(listMacros, {})).data.map((one) => one.isShared)).toEqual([true])
})
