import { type ReactNode, useState } from 'react'
import {
  changeHypothesis,
  type Hypothesis,
  type HypothesisState,
  type Question,
  removeHypothesis,
} from '#analyze/questions/contract.ts'
import { hypothesisStates, type Stance, stances } from '#analyze/questions/rules.ts'
import { EvidenceLine } from '#analyze/questions/web/evidence-line.tsx'
import { hypothesisWords, stanceWords, WeightLine } from '#analyze/questions/web/question-parts.tsx'
import { useQuestionChange } from '#analyze/questions/web/use-questions.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { Field, Segments, TextArea } from '#platform/web/form.tsx'
import { count } from '#platform/web/format.ts'
import { Menu } from '#platform/web/menu.tsx'
import { toast } from '#platform/web/toast.tsx'

interface Props {
  question: Question
  hypothesis: Hypothesis
  isCurrent: boolean
  canWrite: boolean
  segmentName: (key: string) => string
  onAdd(stance: Stance): void
}

/** A hypothesis between what speaks for it and what speaks against it. */
export function HypothesisSection({ question, hypothesis, isCurrent, canWrite, segmentName, onAdd }: Props) {
  const canChange = canWrite && question.state !== 'answered'
  const [editing, setEditing] = useState<'words' | 'remove'>()
  const change = useQuestionChange((input: { text?: string; state?: HypothesisState }) =>
    call(changeHypothesis, { hypothesisId: hypothesis.id, ...input }),
  )
  return (
    <section
      className="hypothesis"
      data-row={hypothesis.id}
      aria-label={hypothesis.text}
      aria-current={isCurrent ? 'true' : undefined}
      tabIndex={-1}
    >
      <div className="row flex-wrap">
        <h2 className="med">{hypothesis.text}</h2>
        {canChange ? (
          <Segments
            label="The evidence says"
            value={(change.isPending && change.variables.state) || hypothesis.state}
            options={hypothesisStates.map((value) => ({ value, label: hypothesisWords[value] }))}
            onChange={(state) => change.mutate({ state })}
          />
        ) : (
          <span className="tag">{hypothesisWords[hypothesis.state]}</span>
        )}
        {canChange && (
          <Menu
            label="Change the hypothesis"
            trigger={<Button kind="ghost" size="sm" icon="more" aria-label="Change the hypothesis" />}
            items={[
              { label: 'Change the words', onSelect: () => setEditing('words') },
              { label: 'Remove', onSelect: () => setEditing('remove') },
            ]}
          />
        )}
      </div>
      <Balance hypothesis={hypothesis} onAdd={canWrite ? onAdd : undefined} />
      <div className="sides">
        {stances.map((stance) => (
          <Side
            key={stance}
            stance={stance}
            pieces={hypothesis.pieces[stance]}
            action={
              canWrite && (
                <Button
                  kind="ghost"
                  size="sm"
                  icon="plus"
                  aria-label={`Add evidence ${stance}`}
                  onClick={() => onAdd(stance)}
                >
                  Add
                </Button>
              )
            }
          >
            <WeightLine
              weight={hypothesis.weight[stance]}
              currency={question.currency}
              segmentName={segmentName}
            />
            <ul>
              {hypothesis.evidence
                .filter((one) => one.stance === stance)
                .map((one) => (
                  <EvidenceLine key={one.id} evidence={one} canChange={canChange} />
                ))}
            </ul>
          </Side>
        ))}
      </div>
      {editing === 'words' && (
        <Words
          hypothesis={hypothesis}
          onSave={(text) => change.mutate({ text })}
          onClose={() => setEditing(undefined)}
        />
      )}
      {editing === 'remove' && <Remove hypothesis={hypothesis} onClose={() => setEditing(undefined)} />}
    </section>
  )
}

function Side({
  stance,
  pieces,
  action,
  children,
}: {
  stance: Stance
  pieces: number
  action: ReactNode
  children: ReactNode
}) {
  return (
    <div>
      <div className="row">
        <h3 className="sec grow">
          {stanceWords[stance]} <span className="muted num font-normal">{count(pieces)}</span>
        </h3>
        {action}
      </div>
      {children}
    </div>
  )
}

/** Who looks only for what fits finds it: said where one side is empty. */
function Balance({
  hypothesis,
  onAdd,
}: {
  hypothesis: Hypothesis
  onAdd: ((stance: Stance) => void) | undefined
}) {
  if (hypothesis.balance === 'both') return null
  if (hypothesis.balance === 'none') return <p className="help mt-1">Nothing is linked yet.</p>
  const missing = hypothesis.balance === 'only_for' ? 'against' : 'for'
  return (
    <p className="balance">
      Nothing speaks {missing} it yet: look for items that do.{' '}
      {onAdd && (
        <button type="button" className="link" onClick={() => onAdd(missing)}>
          Look for them
        </button>
      )}
    </p>
  )
}

function Words({
  hypothesis,
  onSave,
  onClose,
}: {
  hypothesis: Hypothesis
  onSave(text: string): void
  onClose(): void
}) {
  const [text, setText] = useState(hypothesis.text)
  const save = () => {
    onSave(text.trim())
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Words of the hypothesis"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={!text.trim()} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <Field label="Hypothesis">
        <TextArea rows={3} maxLength={500} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
    </Dialog>
  )
}

function Remove({ hypothesis, onClose }: { hypothesis: Hypothesis; onClose(): void }) {
  const remove = useQuestionChange(
    () => call(removeHypothesis, { hypothesisId: hypothesis.id }),
    () => {
      toast({ message: 'The hypothesis is removed.' })
    },
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title="Remove the hypothesis"
      description={`“${hypothesis.text}” goes with the ${count(hypothesis.evidence.length)} links to its evidence. Items and themes stay.`}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" busy={remove.isPending} onClick={() => remove.mutate(undefined)}>
            Remove
          </Button>
        </>
      }
    />
  )
}
