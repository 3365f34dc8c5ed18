import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { atMost, type Part } from './figure.ts'
import { caller, type Lab, root } from './lab.ts'

interface Chunk {
  file: string
  src?: string
  isEntry?: boolean
  imports?: string[]
}

const web = join(root, 'dist', 'web')
const zipped = (file: string) => gzipSync(readFileSync(file), { level: 9 }).length / 1000

/** What browsers load: the widget's loader, the team app up to the inbox, and a survey page. */
export async function measureSizes(lab: Lab): Promise<Part> {
  const manifest = JSON.parse(readFileSync(join(web, '.vite', 'manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >
  const entry = Object.keys(manifest).filter((key) => manifest[key]!.isEntry)
  const screen = Object.keys(manifest).filter((key) =>
    /inbox-screen\.tsx$|inbox\/web\/screen\.tsx$/.test(key),
  )
  if (screen.length !== 1)
    throw new Error(
      `Which is the inbox screen? ${
        screen.join(', ') ||
        Object.keys(manifest)
          .filter((key) => /inbox/.test(key))
          .join(', ')
      }`,
    )
  const files = new Set<string>()
  const take = (key: string) => {
    const { file, imports = [] } = manifest[key]!
    if (files.has(file)) return
    files.add(file)
    for (const one of imports) take(one)
  }
  for (const key of [...entry, ...screen]) take(key)
  const script = [...files].filter((file) => file.endsWith('.js')).map((file) => zipped(join(web, file)))
  const app = script.reduce((sum, size) => sum + size, 0)
  const survey = await surveyPage(lab)
  const scripts = [...survey.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/gi)]
  const handlers = /\son[a-z]+\s*=|javascript:/i.test(survey.replace(/<script[\s\S]*?<\/script>/gi, ''))
  return {
    figures: [
      atMost('Widget loader, with gzip', zipped(join(root, 'dist', 'widget', 'widget.js')), 8, 'kB'),
      atMost('Team app, JavaScript of the first route (inbox), with gzip', app, 180, 'kB'),
      atMost(
        'Survey page, JavaScript',
        scripts.length === 0 && !handlers
          ? 0
          : scripts.reduce((sum, one) => sum + one[0].length, 0) / 1000 || 1,
        0,
        'kB',
      ),
    ],
    notes: [
      `The team app's first route is ${script.length} files; the survey page is ${(survey.length / 1000).toFixed(1)} kB of HTML without gzip.`,
    ],
  }
}

/** A survey page as somebody who was asked sees it. */
async function surveyPage(lab: Lab): Promise<string> {
  const product = await lab.product('survey')
  const base = `http://127.0.0.1:${product.port}`
  const call = caller(product)
  try {
    await call('POST', '/contacts', { name: 'Ada Person', email: 'ada@customer.example' })
    const nps = (await call('GET', '/surveys')).data.find((survey) => survey.key === 'nps')!
    await call('POST', `/surveys/${nps.id}/waves`, { name: 'Bench', audience: {} })
    for (let tries = 0; tries < 100; tries++) {
      const [mail] = (await call('GET', '/mails')).data
      const text = mail && JSON.stringify(await call('GET', `/mails/${mail.id}`))
      const link = text && /https?:\/\/[^"\s\\]+\/s\/[^"\s\\]+/.exec(text)?.[0]
      if (link) {
        const response = await fetch(base + new URL(link).pathname + new URL(link).search)
        if (!response.ok) throw new Error(`The survey page answered ${response.status}.`)
        return await response.text()
      }
      await new Promise((done) => setTimeout(done, 100))
    }
    throw new Error('No survey mail with a link appeared in the outbox.')
  } finally {
    await product.stop()
  }
}
