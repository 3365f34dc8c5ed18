import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'

declare const window: { axe?: typeof axe }

/** All that a theme can break. */
const colourRules = ['color-contrast', 'link-in-text-block']

/**
 * What axe finds on a page and in its frames, one line each, by all rules or those of colours or the others. Expect it
 * to be empty. A document gets axe once: what is compiled, and warm, stays so while the app goes from screen to screen.
 */
export async function axeFindings(
  page: Page,
  about: 'all' | 'colours' | 'others' = 'all',
): Promise<string[]> {
  for (const frame of page.frames())
    if (!(await frame.evaluate(() => Boolean(window.axe)))) await frame.evaluate(source)
  return page.evaluate(
    async ([rules, only]) => {
      const { violations } = await window.axe!.run({
        // what passes is not described
        resultTypes: ['violations'],
        ...(only === 'colours' && { runOnly: rules }),
        ...(only === 'others' && {
          rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])),
        }),
      })
      return violations.flatMap((violation) =>
        violation.nodes.map(
          (node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`,
        ),
      )
    },
    [colourRules, about] as const,
  )
}

/** axe, which reads the few colours of a page thousands of times, with a memory for them: a third of its time. */
const source = `${readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')};
(({ prototype }) => {
  const read = prototype.parseString
  const known = new Map()
  prototype.parseString = function (text) {
    const found = known.get(text)
    if (found) return Object.assign(this, found)
    read.call(this, text)
    known.set(text, { r: this.r, g: this.g, b: this.b, alpha: this.alpha })
    return this
  }
})(window.axe.commons.color.Color)`
