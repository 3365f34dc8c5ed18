import { type FormEvent, useState } from 'react'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { useGo } from '#platform/web/go.tsx'
import { toast } from '#platform/web/toast.tsx'
import { changeFactor, changeModel, type ScoreModel } from '#prioritize/scoring/contract.ts'
import { useFactors, useModels, useScoringChange } from '#prioritize/scoring/web/use-scoring.ts'

interface Change {
  name?: string
  isRetired?: true
}

/** What a model and the factors of our own are called, and which of them are used no more. */
export function Names({ model, onClose }: { model: ScoreModel; onClose(): void }) {
  const go = useGo()
  const own = (useFactors().data?.data ?? []).filter((one) => !one.isBuiltIn)
  const models = useModels().data?.data ?? []
  const weighing = (factor: string) => models.find(({ terms }) => terms.some((one) => one.factor === factor))
  return (
    <SidePanel open onClose={onClose} title="Names">
      {model.kind === 'weighted' && (
        <section aria-label="The model">
          <h3 className="sec mb-1">The model</h3>
          <Named
            name={model.name}
            change={(change) => call(changeModel, { modelId: model.id, ...change })}
            onRetired={() => {
              onClose()
              go('weights')
            }}
            stays={
              model.isCurrent ? 'Requests are scored by it: score by another model before it retires.' : ''
            }
          />
        </section>
      )}
      <section aria-label="Factors of our own" className="mt-5">
        <h3 className="sec mb-1">Factors of our own</h3>
        {own.length === 0 && <p className="help">There are none. Add one among the weights of a model.</p>}
        {own.map((one) => (
          <Named
            key={one.key}
            name={one.name}
            change={(change) => call(changeFactor, { factorId: one.key, ...change })}
            stays={weighedBy(weighing(one.key))}
          />
        ))}
      </section>
    </SidePanel>
  )
}

const weighedBy = (model: ScoreModel | undefined) =>
  model ? `“${model.name}” weighs it: take it out there before it retires.` : ''

/** A name to change, and a thing to retire; `stays` says why it cannot be. */
function Named({
  name,
  change,
  stays,
  onRetired,
}: {
  name: string
  change(change: Change): Promise<unknown>
  stays: string
  onRetired?(): void
}) {
  const [typed, setTyped] = useState(name)
  const save = useScoringChange(change, () => toast({ message: `It is called “${typed.trim()}” now.` }))
  const retire = useScoringChange(change, () => {
    toast({ message: `“${name}” is used no more. What was weighed by it stays.` })
    onRetired?.()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ name: typed.trim() })
  }
  return (
    <form onSubmit={submit} className="mt-2">
      <div className="row items-end flex-wrap">
        <div className="grow">
          <Field label="Name" error={fieldErrors(save.error).name}>
            <TextInput value={typed} maxLength={60} onChange={(event) => setTyped(event.target.value)} />
          </Field>
        </div>
        <Button type="submit" busy={save.isPending} disabled={!typed.trim() || typed.trim() === name}>
          Rename
        </Button>
        <Button
          kind="ghost"
          aria-label={`Retire ${name}`}
          busy={retire.isPending}
          disabled={stays !== ''}
          onClick={() => retire.mutate({ isRetired: true })}
        >
          Retire
        </Button>
      </div>
      {stays && <p className="help mt-1">{stays}</p>}
    </form>
  )
}
