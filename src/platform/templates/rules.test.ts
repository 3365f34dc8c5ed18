import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillForSending, readTemplate } from '#platform/templates/read.ts'
import { fillTemplate, type Template, templateFaults } from '#platform/templates/rules.ts'

const template: Template = {
  key: 'case/reply',
  title: 'Reply',
  language: 'en',
  subject: 'Your message, {{contact.firstName}}',
  body: 'Hello {{contact.firstName}},\n\n{{answer}}\n\n{{sender.name}}',
  slots: {
    'contact.firstName': { label: 'First name', sample: 'Petra', default: 'there' },
    answer: { label: 'Your answer', sample: 'We fixed it.' },
    'sender.name': { label: 'Your name', sample: 'Lena' },
  },
}

test('slots take their value, else their default; an empty one stays visible', () => {
  const filled = fillTemplate(template, { answer: '  ', 'sender.name': 'Lena' })
  expect(filled.subject).toBe('Your message, there')
  expect(filled.body).toBe('Hello there,\n\n{{answer}}\n\nLena')
  expect(filled.empty).toEqual(['answer'])
})

test('sending is blocked while a slot is empty, and the message names it', () => {
  expect(() => fillForSending(template, { 'sender.name': 'Lena' })).toThrow(
    'Fill in first: Your answer. Nothing was sent.',
  )
  expect(fillForSending(template, { answer: 'Yes', 'sender.name': 'Lena' }).body).toContain('Yes')
})

test('a value is never read as a template again, and a subject stays one line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (words) => {
      const value = `${words}{{sender.name}}x`
      const { body, subject } = fillTemplate(template, {
        answer: value,
        'contact.firstName': value,
        'sender.name': 'Lena',
      })
      expect(body).toContain(value.trim())
      expect(subject).not.toMatch(/[\r\n]/)
    }),
  )
})

test('names of object members are no values', () => {
  const odd = {
    ...template,
    body: '{{constructor}}',
    subject: 'x',
    slots: { constructor: { label: 'x', sample: 'x' } },
  }
  expect(fillTemplate(odd, {}).empty).toEqual(['constructor'])
})

test('what is wrong with a template is said in sentences', () => {
  expect(templateFaults({ ...template, body: '{{ansver}} {{answer}} {{sender.name}}\n{{ oops' })).toEqual([
    'The body uses {{ansver}}, which is not declared.',
    'The body has braces in line 2 that are no slot. Write {{name}}.',
  ])
})

test('a template file is a YAML head and a body', () => {
  const text =
    '---\nkey: a/b\ntitle: T\nsubject: Hi {{x}}\nslots:\n  x: { label: X, sample: s }\n---\nBody {{x}}\n'
  expect(readTemplate('b.md', text)).toMatchObject({ key: 'a/b', body: 'Body {{x}}', language: 'en' })
  expect(() => readTemplate('b.md', 'Body')).toThrow('must start with a head')
  expect(() => readTemplate('b.md', text.replace('Body {{x}}', 'Body {{y}}'))).toThrow(
    '{{y}}, which is not declared',
  )
})
