import type { ImportRun } from '#collect/imports/contract.ts'
import { durationWords, undoDays } from '#collect/imports/rules.ts'
import { count, date, time } from '#platform/web/format.ts'
import { Icon } from '#platform/web/icons.tsx'

type Mark = 'done' | 'now' | 'ahead' | 'stuck'
interface Step {
  name: string
  mark: Mark
  help: string
}

/** The five steps of an import: which are done, which waits, what each says about itself. */
export function stepsOf(run: ImportRun): Step[] {
  const open = run.mapping.filter((one) => one.field === 'undecided').length
  const used = run.mapping.filter((one) => one.field !== 'undecided').length
  const hasBegun = run.state !== 'ready' && run.state !== 'checking'
  const { check } = run
  const isChecked = check?.isCurrent === true
  const words: Partial<Record<ImportRun['state'], string>> = {
    running: 'going on now',
    cancelled: 'cancelled, can go on',
    failed: 'stopped by an error',
    done: `${count(run.created + run.updated)} rows in`,
    undoing: 'being undone',
    undone: 'undone',
  }
  const rate = run.totalRows > 2000 ? durationWords(Math.ceil(run.totalRows / 3000)) : 'a few seconds'
  return [
    {
      name: 'File read',
      mark: run.question ? 'stuck' : 'done',
      help: run.question ? 'choose how it reads' : `${time(run.createdAt)}, nothing imported yet`,
    },
    {
      name: 'Columns',
      mark: hasBegun || !run.trouble ? 'done' : 'now',
      help: open
        ? `${used} of ${run.mapping.length} settled, ${open} to choose`
        : `all ${run.mapping.length} settled`,
    },
    {
      name: 'Dry run',
      mark: run.state === 'checking' ? 'now' : isChecked ? 'done' : 'ahead',
      help:
        run.state === 'checking'
          ? 'going on now'
          : check
            ? `${time(check.checkedAt)}, ${isChecked ? 'on this mapping' : 'before the last change'}`
            : 'writes nothing',
    },
    {
      name: 'Import',
      mark:
        run.state === 'running'
          ? 'now'
          : run.state === 'failed' || run.state === 'cancelled'
            ? 'stuck'
            : hasBegun
              ? 'done'
              : 'ahead',
      help: words[run.state] ?? `${rate}, can be stopped`,
    },
    {
      name: 'Check',
      mark: run.state === 'done' ? 'now' : run.state === 'undone' ? 'done' : 'ahead',
      help: run.undoUntil ? `can be undone until ${date(run.undoUntil)}` : `undo for ${undoDays} days`,
    },
  ]
}

/** The line of steps below the title. */
export function Steps({ run }: { run: ImportRun }) {
  return (
    <ol className="isteps" aria-label="Steps">
      {stepsOf(run).map((step) => (
        <li key={step.name} className={step.mark} aria-current={step.mark === 'now' ? 'step' : undefined}>
          <span className={`tick${step.mark === 'done' ? ' on' : ''}`}>
            {step.mark === 'done' && <Icon name="check" />}
          </span>
          <span>
            <b>{step.name}</b>
            <span className="help">{step.help}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}
