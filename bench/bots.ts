import { type ParsedMail, simpleParser } from 'mailparser'
import { type Browser, chromium } from 'playwright-core'
import { SMTPServer } from 'smtp-server'
import { type Act, bots, type Find } from '#collect/surveys/test-bots.ts'
import { deceives, pairs, people } from '#collect/surveys/test-people.ts'
import { atMost, type Part, say } from './figure.ts'
import { caller, type Lab, type Product } from './lab.ts'

/** Programs and people act on survey mails of a running product: what of it counts, and what of it should. */
export async function measureBots(lab: Lab, each: number): Promise<Part> {
  const product = await lab.product('bots', { HEARBACK_TRUSTED_PROXIES: '1' })
  const server = await openServer()
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  const acts: [string, string, Act, number][] = [
    ...Object.entries(bots).map(([name, act]): [string, string, Act, number] => ['program', name, act, each]),
    ['deceives', 'a browser that opens one link, waits and presses Send', deceives, Math.ceil(each / 4)],
    ...[...Object.entries(people), ...Object.entries(pairs).map(([name, [act]]) => [name, act] as const)].map(
      ([name, act]): [string, string, Act, number] => ['person', name, act, Math.ceil(each / 2)],
    ),
  ]
  const invited = acts.flatMap(([, , , count], kind) =>
    Array.from({ length: count }, (_, n) => ({ kind, email: `k${kind}.n${n}@customer.example` })),
  )
  await product.owner.query(
    `insert into contacts (workspace_id, id, name, email, created_at, updated_at)
     select $1, gen_random_uuid(), 'Person ' || e, e, now(), now() from unnest($2::text[]) e`,
    [product.workspaceId, invited.map((one) => one.email)],
  )
  await sendTo(product, server.port)
  while (server.mails.size < invited.length) await new Promise((done) => setTimeout(done, 200))
  say(`bots: ${invited.length} mails`)

  const run = async (actOf: (kind: number) => Act | undefined) => {
    await inTurns(invited, 4, async ({ kind, email }) => {
      await actOf(kind)?.(findOf(server.mails.get(email)!, product, browser))
    })
    await nothingWaits(product)
  }
  await run((kind) => acts[kind]![2])
  await run((kind) => pairs[acts[kind]![1]]?.[1])
  await browser.close()
  await server.close()

  const { rows } = await product.owner.query<{
    kind: number
    score: number | null
    counts: boolean
    doubted: boolean
    out: boolean
  }>(`
    select substring(c.email from 'k(\\d+)')::int as kind, r.score, r.id is not null and not r.is_provisional as counts,
      r.id is not null and r.is_provisional as doubted, c.unsubscribed_topics <> '{}' or c.unsubscribed_at is not null as out
    from invitations i join contacts c on c.id = i.contact_id left join responses r on r.invitation_id = i.id`)
  const { rows: made } = await product.owner.query<{ count: number; kinds: string }>(
    `
    select count(*)::int as count from (
      select contact_id from feedback_items union all select contact_id from cases) x
    join contacts c on c.id = x.contact_id where substring(c.email from 'k(\\d+)')::int < $1`,
    [Object.keys(bots).length],
  )
  const share = (part: number, whole: number) => (100 * part) / whole
  const figures: Part['figures'] = []
  const notes: string[] = []
  for (const [kind, [who, name]] of acts.entries()) {
    const of = rows.filter((row) => row.kind === kind)
    const counted = of.filter((row) => row.counts)
    const doubted = of.filter((row) => row.doubted).length
    const out = of.filter((row) => row.out).length
    if (who === 'program') {
      figures.push(atMost(`False scores: ${name}`, share(counted.length, of.length), 0, '%'))
      notes.push(
        `${name}: ${of.length} invitations, ${counted.length} counted, ${doubted} in doubt, ${out} unsubscribed.`,
      )
    } else if (who === 'person')
      figures.push(
        atMost(
          `Not counted as given, a person: ${name}`,
          share(of.length - counted.filter((row) => row.score === 9).length, of.length),
          0,
          '%',
        ),
      )
    else notes.push(`What still deceives it: ${name} counts in ${counted.length} of ${of.length}.`)
  }
  const programs = rows.filter((row) => acts[row.kind]![0] === 'program')
  figures.unshift(
    atMost(
      'False scores of all programs',
      share(programs.filter((row) => row.counts).length, programs.length),
      0,
      '%',
    ),
    atMost(
      'Unsubscribed by all programs',
      share(programs.filter((row) => row.out).length, programs.length),
      0,
      '%',
    ),
    atMost('Feedback items and cases made by all programs', share(made[0]!.count, programs.length), 0, '%'),
  )
  notes.unshift(
    `${rows.length} invitations, each mail taken from an SMTP server; the programs ask by HTTP and by Chromium. ${programs.length} were found by programs.`,
  )
  return { figures, notes }
}

const findOf = (mail: ParsedMail, { port }: Product, browser: Browser): Find => ({
  html: String(mail.html),
  text: mail.text ?? '',
  unsubscribe: /<(http[^>]+)>/.exec(
    mail.headerLines.find((one) => one.key === 'list-unsubscribe')!.line,
  )![1]!,
  base: `http://127.0.0.1:${port}`,
  browser,
})

/** Works through a list, some at a time. */
async function inTurns<T>(
  list: readonly T[],
  atOnce: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < list.length) {
        if (next % 20 === 0) say(`bots: ${next} of ${list.length}`)
        await work(list[next++]!)
      }
    }),
  )
}

/** Waits until all that was sent has settled. */
async function nothingWaits({ owner }: Product): Promise<void> {
  for (;;) {
    const { rows } = await owner.query('select 1 from survey_sends limit 1')
    if (rows.length === 0) return
    await new Promise((done) => setTimeout(done, 1000))
  }
}

/** A mail server that keeps each mail under its recipient. */
async function openServer() {
  const mails = new Map<string, ParsedMail>()
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onData(stream, session, done) {
      simpleParser(stream).then((mail) => {
        for (const { address } of session.envelope.rcptTo) mails.set(address, mail)
        done()
      }, done)
    },
  })
  server.on('error', () => {})
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    mails,
    port: (server.server.address() as { port: number }).port,
    close: () => new Promise<void>((done) => server.close(() => done())),
  }
}

async function sendTo(product: Product, smtp: number): Promise<void> {
  const call = caller(product)
  await call('PUT', '/mail/server', {
    host: '127.0.0.1',
    port: smtp,
    security: 'none',
    fromAddress: 'hello@larkfield.example',
    perMinute: 600_000,
  })
  const nps = (await call('GET', '/surveys')).data.find((one) => one.key === 'nps')!
  await call('POST', `/surveys/${nps.id}/waves`, { name: 'Bench', audience: {} })
}
