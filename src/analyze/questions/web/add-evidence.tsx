import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addEvidence, type Hypothesis } from '#analyze/questions/contract.ts'
import { longestQuote, type Stance, stances } from '#analyze/questions/rules.ts'
import { stanceWords } from '#analyze/questions/web/question-parts.tsx'
import { QuoteField } from '#analyze/questions/web/quote-field.tsx'
import { useQuestionChange } from '#analyze/questions/web/use-questions.ts'
import { ThemePick } from '#analyze/themes/web/theme-pick.tsx'
import { listFeedback } from '#organize/inbox/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { PickList } from '#platform/web/combobox.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Segments, TextArea } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { toast } from '#platform/web/toast.tsx'
import { useSettled } from '#platform/web/use-settled.ts'

const kinds = { item: 'Item', theme: 'Theme', note: 'Figure' }
type Kind = keyof typeof kinds

/** For or against. */
export function StanceField({ value, onChange }: { value: Stance; onChange(next: Stance): void }) {
  return (
    <Segments
      label="Speaks"
      value={value}
      options={stances.map((one) => ({ value: one, label: stanceWords[one] }))}
      onChange={onChange}
    />
  )
}

/** Links one more piece of evidence to a hypothesis: an item is found while typing and its words selected. */
export function AddEvidence({
  hypothesis,
  start,
  onClose,
}: {
  hypothesis: Hypothesis
  start: Stance
  onClose(): void
}) {
  const [kind, setKind] = useState<Kind>('item')
  const [stance, setStance] = useState<Stance>(start)
  const [feedbackId, setFeedbackId] = useState<string>()
  const [quote, setQuote] = useState('')
  const [themeId, setThemeId] = useState<string>()
  const [note, setNote] = useState('')
  const what =
    kind === 'item'
      ? feedbackId && quote && quote.length <= longestQuote && { feedbackId, quote }
      : kind === 'theme'
        ? themeId && { themeId }
        : note.trim() && { note: note.trim() }
  const add = useQuestionChange(
    (given: object) => call(addEvidence, { hypothesisId: hypothesis.id, stance, ...given }),
    () => {
      toast({ message: 'The evidence is linked.' })
      onClose()
    },
  )
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Add evidence"
      footer={
        <Button kind="primary" busy={add.isPending} disabled={!what} onClick={() => what && add.mutate(what)}>
          Add evidence {stance}
        </Button>
      }
    >
      <p className="mb-3 text-ink-2">{hypothesis.text}</p>
      <div className="row mb-3 flex-wrap">
        <StanceField value={stance} onChange={setStance} />
        <Segments
          label="Evidence"
          value={kind}
          options={(Object.keys(kinds) as Kind[]).map((value) => ({ value, label: kinds[value] }))}
          onChange={(next: Kind) => setKind(next)}
        />
      </div>
      {kind === 'note' ? (
        <Field
          label="Figure, in words"
          help="With where it comes from, such as “62 % of trials never invite a second person (product analytics, May)”."
        >
          <TextArea
            rows={3}
            maxLength={1000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Field>
      ) : kind === 'theme' ? (
        <ThemePick value={themeId} onPick={setThemeId} />
      ) : feedbackId ? (
        <>
          <QuoteField key={feedbackId} feedbackId={feedbackId} quote={quote} onQuote={setQuote} />
          <Button kind="ghost" size="sm" className="mt-2" onClick={() => setFeedbackId(undefined)}>
            Another item
          </Button>
        </>
      ) : (
        <ItemPick onPick={setFeedbackId} />
      )}
    </SidePanel>
  )
}

function ItemPick({ onPick }: { onPick(feedbackId: string): void }) {
  const slug = useSlug()
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim(), 150)
  const found = useQuery({
    queryKey: ['feedback', slug, 'as evidence', q],
    queryFn: ({ signal }) => call(listFeedback, { ...(q && { q }), limit: 12 }, { signal }),
    placeholderData: (before) => before,
  })
  const isBehind = found.isPending || found.isPlaceholderData || q !== typed.trim()
  return (
    <div className="pop theme-pick">
      <PickList
        label="Words of an item"
        options={(found.data?.data ?? []).map((item) => ({
          value: item.id,
          label: item.match?.text ?? item.summary,
          hint: item.account?.name ?? item.contact?.name ?? item.channelLabel,
        }))}
        value={[]}
        onSearch={setTyped}
        onPick={onPick}
        isBehind={isBehind}
        empty={found.isPending ? 'Looking for items' : 'No item says this.'}
      />
    </div>
  )
}
