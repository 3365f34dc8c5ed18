import type { Command } from 'commander'
import { workspaceOfAddress } from '#collect/mailbox/address.ts'
import { receiveMail } from '#collect/mailbox/receive.ts'
import { headOf, mailMaxBytes, recipientsIn } from '#collect/mailbox/rules.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'

/** What a mail server takes as "keep it and try again" (sysexits.h, EX_TEMPFAIL). */
const tryAgain = 75

/** Opens the house for one command; `workspaceNamed` finds the workspace that was named, or the only one. */
export type OpenHouse = <T>(
  work: (door: Door, workspaceNamed: (slug: string | undefined) => Promise<string>) => Promise<T>,
) => Promise<T>

/** Adds `hearback mail-in < message.eml`, for a pipe from a mail server. */
export function addMailInCommand(hearback: Command, withHouse: OpenHouse): void {
  hearback
    .command('mail-in')
    .description('take in one mail from standard input, as a mail server pipes it')
    .option('--to <address>', 'whom it was sent to, as the mail server says; the head of the mail otherwise')
    .option('--from <address>', 'the sender of the envelope', '')
    .option('--workspace <slug>', 'the workspace, where its address names none')
    .action(async (options: { to?: string; from: string; workspace?: string }) => {
      const raw = await readMessage()
      try {
        await withHouse(async (door, workspaceNamed) => {
          const to = options.to ? [options.to.toLowerCase()] : recipientsIn(headOf(raw).fields)
          const workspaceId = (await ofAddresses(door, to)) ?? (await workspaceNamed(options.workspace))
          const isNew = await receiveMail(door, workspaceId, {
            raw,
            via: 'pipe',
            envelopeFrom: options.from,
            envelopeTo: options.to ? to : [],
          })
          process.stdout.write(isNew ? 'Kept.\n' : 'It was kept before.\n')
        })
      } catch (error) {
        if (error instanceof AppError && error.kind !== 'unavailable') throw error
        throw new AppError(
          'unavailable',
          'mail.not_kept',
          `The mail could not be kept now: ${(error as Error).message} Try again later.`,
          { exitCode: tryAgain },
        )
      }
    })
}

async function ofAddresses(door: Door, addresses: readonly string[]): Promise<string | undefined> {
  for (const address of addresses) {
    const workspaceId = await workspaceOfAddress(door, address)
    if (workspaceId) return workspaceId
  }
  return undefined
}

/** The message; the line "From …" that some mail servers put before it is no part of it. */
async function readMessage(): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= mailMaxBytes + 1) chunks.push(chunk)
  }
  const raw = Buffer.concat(chunks)
  if (raw.subarray(0, 5).toString('latin1') !== 'From ') return raw
  return raw.subarray(raw.indexOf('\n') + 1)
}
