import { changeEvidence, type Evidence, removeEvidence } from '#analyze/questions/contract.ts'
import { useQuestionChange } from '#analyze/questions/web/use-questions.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { plural, shortDate } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { toast } from '#platform/web/toast.tsx'

/** One piece of evidence: who said it in which words, a theme, or a figure. */
export function EvidenceLine({ evidence, canChange }: { evidence: Evidence; canChange: boolean }) {
  return (
    <li className="evidence">
      <div className="grow min-w-0">
        <What evidence={evidence} />
        <p className="help">
          <From evidence={evidence} />, linked by {evidence.author}
          {evidence.isNew && <b className="font-semibold text-ink">. New since the answer</b>}
          {evidence.kind === 'item' && evidence.isSpam && '. Marked as spam, counted nowhere'}
        </p>
      </div>
      {canChange && <Acts evidence={evidence} />}
    </li>
  )
}

function What({ evidence }: { evidence: Evidence }) {
  if (evidence.kind === 'note') return <p className="whitespace-pre-wrap">{evidence.note}</p>
  if (evidence.kind === 'theme') {
    const { theme } = evidence
    return (
      <p>
        Theme{' '}
        <Go to={`themes/${theme.id}`} className="n">
          {theme.name}
        </Go>
      </p>
    )
  }
  return (
    <blockquote className="verbatim" dir="auto">
      {evidence.item.text}
    </blockquote>
  )
}

function From({ evidence }: { evidence: Evidence }) {
  if (evidence.kind === 'note') return shortDate(evidence.createdAt)
  if (evidence.kind === 'theme')
    return `${plural(evidence.theme.items, 'item')} of ${plural(evidence.theme.accounts, 'account')} in 12 weeks`
  const { item } = evidence
  return (
    <>
      <Go to={`inbox/${item.feedbackId}`} className="n">
        {[item.contactName, item.accountName].filter(Boolean).join(', ') || 'Anonymous'}
      </Go>
      , {item.channelLabel}, {shortDate(item.occurredAt)}
    </>
  )
}

function Acts({ evidence }: { evidence: Evidence }) {
  const other = evidence.stance === 'for' ? 'against' : 'for'
  const turn = useQuestionChange((stance: Evidence['stance']) =>
    call(changeEvidence, { evidenceId: evidence.id, stance }),
  )
  const remove = useQuestionChange(
    () => call(removeEvidence, { evidenceId: evidence.id }),
    () => {
      toast({ message: 'The evidence is unlinked.' })
    },
  )
  return (
    <Menu
      label="Change the evidence"
      trigger={<Button kind="ghost" size="sm" icon="more" aria-label="Change the evidence" />}
      items={[
        { label: `It speaks ${other} the hypothesis`, onSelect: () => turn.mutate(other) },
        { label: 'Unlink', onSelect: () => remove.mutate(undefined) },
      ]}
    />
  )
}
