import { useQuery } from '@tanstack/react-query'
import { previewRules } from '#analyze/themes/contract.ts'
import { call } from '#platform/web/api.ts'
import { Field, TextArea } from '#platform/web/form.tsx'
import { count, plural } from '#platform/web/format.ts'
import { useSettled } from '#platform/web/use-settled.ts'

/** One phrase a line. */
export const rulesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= 2)

/** The phrases of a rule, and what they would do to real items before anything is applied. */
export function RuleFields({
  text,
  onText,
  themeId,
}: {
  text: string
  onText(text: string): void
  themeId?: string
}) {
  const settled = useSettled(text)
  const rules = rulesOf(settled)
  const preview = useQuery({
    queryKey: ['theme-rules', settled, themeId],
    queryFn: ({ signal }) => call(previewRules, { rules, ...(themeId && { themeId }) }, { signal }),
    enabled: rules.length > 0,
    placeholderData: (before) => before,
  })
  const found = rules.length > 0 ? preview.data : undefined
  return (
    <>
      <Field
        label="Phrases, one a line"
        help="An item that says one of them, in any form of its words, is in the theme."
      >
        <TextArea rows={4} value={text} onChange={(event) => onText(event.target.value)} />
      </Field>
      {rules.length > 0 && preview.isPending && <p className="help mt-3">Trying it on real items.</p>}
      {found && (
        <section aria-label="What the phrases find" aria-live="polite" className="mt-3">
          <p>
            {found.items === 0
              ? `None of the newest ${count(found.looked)} items says this.`
              : `${plural(found.items, 'item')} of the newest ${count(found.looked)}: ${found.from.map((one) => `${count(one.items)} now in ${one.name === 'This theme' ? 'this theme' : one.name === 'No theme' ? 'no theme' : `“${one.name}”`}`).join(', ')}.`}
          </p>
          <ul className="mt-2">
            {found.quotes.map((quote) => (
              <li key={quote.feedbackId} className="help mb-1">
                “{quote.text}”
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
