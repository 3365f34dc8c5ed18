import { useState } from 'react'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { useGo } from '#platform/web/go.tsx'
import { createModel, type ScoreTerm } from '#prioritize/scoring/contract.ts'
import { firstTerms, wrongTerms } from '#prioritize/scoring/rules.ts'
import { useScoringChange } from '#prioritize/scoring/web/use-scoring.ts'
import { TermList } from '#prioritize/scoring/web/weights-editor.tsx'

/** A weighted model, such as one for each strategy. It begins with what product teams weigh most often. */
export function NewModel({ onClose }: { onClose(): void }) {
  const go = useGo()
  const [name, setName] = useState('')
  const [terms, setTerms] = useState<ScoreTerm[]>([...firstTerms])
  const make = useScoringChange(
    () => call(createModel, { name: name.trim(), terms }),
    (model) => {
      onClose()
      go('weights', { search: { model: model.id } })
    },
  )
  const wrong = wrongTerms(terms)
  return (
    <SidePanel
      open
      onClose={onClose}
      title="A model"
      footer={
        <Button
          kind="primary"
          busy={make.isPending}
          disabled={!name.trim() || Boolean(wrong)}
          onClick={() => make.mutate(undefined)}
        >
          Make the model
        </Button>
      }
    >
      <Field
        label="Name"
        error={fieldErrors(make.error).name}
        help="Such as the strategy it serves: retention, growth."
      >
        <TextInput value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
      </Field>
      <h3 className="sec mt-4">Weights</h3>
      <TermList terms={terms} setTerms={setTerms} />
      {wrong && <p className="err mt-2">{wrong}</p>}
    </SidePanel>
  )
}
