import type { Kind } from '#close/announcements/rules.ts'

/** The fixed words of announcements in one language; {{slots}} take what was written. */
export interface Texts {
  greeting: (firstName: string | undefined) => string
  close: string
  /** before what a person asked for, of a release */
  asked: string
  look: string
  why: (brand: string) => string
  stop: string
  quarter: (number: number, year: number) => string
  quarterly: string
  kinds: Record<Kind, { subject: string; body: string }>
}

export const en: Texts = {
  greeting: (name) => (name ? `Hello ${name},` : 'Hello,'),
  close: 'Best regards',
  asked: 'You asked for:',
  look: 'Have a look',
  why: (brand) => `You get this because you asked ${brand} for it, or follow it.`,
  stop: 'No more such mails',
  quarter: (number, year) => `Q${number} ${year}`,
  quarterly: 'every quarter',
  kinds: {
    thanks: {
      subject: 'Thank you for your idea: {{what}}',
      body: 'Thank you for telling us that you would like this: {{what}}. It is written down with your words, together with everybody else who asks for it.\n\nWe write to you when something is decided.',
    },
    acknowledged: {
      subject: 'We are looking at it: {{what}}',
      body: 'You asked us for this: {{what}}. We have read it and are looking at it now.\n\nWhat happens next: {{next}}',
    },
    planned: {
      subject: 'It is planned: {{what}}',
      body: 'You asked us for this, and we have decided to build it: {{what}}.\n\nTarget: {{when}}\n\nWe write to you when it is there, or if the date moves.',
    },
    progress: {
      subject: 'How it stands: {{what}}',
      body: 'Here is how it stands with what you asked for, {{what}}:\n\n{{news}}',
    },
    date_changed: {
      subject: 'Another date: {{what}}',
      body: 'The date has changed for something you asked us for: {{what}}. We are sorry about that.\n\nThe new target: {{when}}\nThe reason: {{why}}',
    },
    not_planned: {
      subject: 'Not planned for now: {{what}}',
      body: 'You asked us for this: {{what}}. We do not plan to build it for now, and you should know why.\n\n{{why}}\n\nWhat you can do meanwhile: {{workaround}}\n\nWe look at it again: {{again}}. What you wrote to us stays with it.',
    },
    shipped: {
      subject: 'It is there: {{what}}',
      body: 'You asked for it, and now it is there: {{what}}.\n\n{{how}}',
    },
    escalated: {
      subject: 'Passed on: {{what}}',
      body: 'We have passed on what you asked us for: {{what}}.\n\nWho has it now: {{who}}\nYou hear from us by: {{when}}',
    },
    custom: { subject: '{{subject}}', body: '{{words}}' },
  },
}
