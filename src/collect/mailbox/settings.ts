import { z } from 'zod'
import { setting } from '#platform/settings/settings.ts'

/** How a workspace takes mail in; without an address answers go to the member who wrote. */
export const mailboxSetting = setting(
  'mailbox',
  z.object({
    /** where answers go, such as reply@in.example.com */
    address: z.string().nullable().default(null),
    /** whether reply+anything@ arrives there too: then each case has an address of its own */
    takesPlus: z.boolean().default(true),
    unknownSenders: z.enum(['feedback', 'hold']).default('feedback'),
    /** mail with at least this spam score is held for a look instead of becoming an item; null: never */
    holdsSpamFrom: z.number().min(0).max(100).nullable().default(5),
    /** how the server that checks senders names itself in Authentication-Results; null: as address and mailbox let one expect */
    authServer: z.string().nullable().default(null),
    /** how many days after its end an answer takes a case up again; 0: never by itself */
    reopenDays: z.number().int().min(0).max(365).default(14),
    /** an answer ends the pause “waiting for the customer” */
    endsPause: z.boolean().default(true),
    imap: z
      .object({
        host: z.string(),
        port: z.number(),
        security: z.enum(['starttls', 'tls', 'none']),
        user: z.string(),
        passwordSealed: z.string(),
        folder: z.string(),
      })
      .nullable()
      .default(null),
  }),
)

export type MailboxSetting = z.output<typeof mailboxSetting.shape>
