import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import type { InWorkspace } from '#collect/imports/cli.ts'
import { eraseContact } from '#measure/personal-data/commands.ts'
import { personalDataFile } from '#measure/personal-data/export.ts'
import { getPersonalData } from '#measure/personal-data/queries.ts'
import { type Ground, grounds } from '#measure/personal-data/rules.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId } from '#platform/ids.ts'

const actor = { kind: 'job', name: 'hearback person' } as const

function contactOf(given: string): string {
  const id = decodeId('ct', given)
  if (!id)
    throw new AppError(
      'invalid',
      'contact.id',
      `"${given}" is no contact. Its id stands in the address of its page: ct_…`,
    )
  return id
}

/** Adds `hearback person export` and `hearback person erase`: what a person may ask for, without a browser. */
export function addPersonCommands(hearback: Command, inWorkspace: InWorkspace): void {
  const person = hearback.command('person').description('export or erase what is kept of a person')
  person
    .command('export')
    .description('everything that is kept of a person, as a ZIP')
    .argument('<contact>', 'the id of the contact, ct_…')
    .requiredOption('--out <file>', 'the file to write')
    .option('--workspace <slug>', 'the workspace, if there are several')
    .action(async (given: string, { out, workspace }: { out: string; workspace?: string }) => {
      await inWorkspace(workspace, async (door, workspaceId) => {
        // A half-written file never stands where a whole one is expected.
        const part = `${out}.part`
        try {
          const pieces = personalDataFile(door, workspaceId, actor, contactOf(given))
          await pipeline(Readable.from(pieces), createWriteStream(part, { mode: 0o600 }))
          await rename(part, out)
        } finally {
          await rm(part, { force: true })
        }
      })
      process.stdout.write(`${out}\n`)
    })
  person
    .command('erase')
    .description('say what erasing a person would do; with --confirm, erase them for good')
    .argument('<contact>', 'the id of the contact, ct_…')
    .option('--confirm <name>', 'their name or mail address')
    .option('--ground <ground>', grounds.join(', '), 'request')
    .option('--reference <number>', 'your number for the request')
    .option('--requested-on <date>', 'when they asked')
    .option('--workspace <slug>', 'the workspace, if there are several')
    .action(
      async (
        given: string,
        options: {
          confirm?: string
          ground: string
          reference?: string
          requestedOn?: string
          workspace?: string
        },
      ) => {
        const { confirm, reference, requestedOn, workspace } = options
        const ground = grounds.find((one) => one === options.ground) as Ground | undefined
        if (!ground)
          throw new AppError(
            'invalid',
            'person.ground',
            `"${options.ground}" is no ground. There are ${grounds.join(', ')}.`,
          )
        if (requestedOn !== undefined && !/^\d{4}-\d\d-\d\d$/.test(requestedOn))
          throw new AppError('invalid', 'person.day', `"${requestedOn}" is no date. Write it as 2027-01-31.`)
        await inWorkspace(workspace, async (door, workspaceId) => {
          const answer = await door.inWorkspace(workspaceId, actor, async (ctx) =>
            confirm === undefined
              ? getPersonalData(ctx, { contactId: contactOf(given) })
              : eraseContact(ctx, {
                  contactId: contactOf(given),
                  confirm,
                  ground,
                  ...(reference && { reference }),
                  ...(requestedOn && { requestedOn }),
                }),
          )
          process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
        })
      },
    )
}
