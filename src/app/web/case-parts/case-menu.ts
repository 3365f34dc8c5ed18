import type { Case, CaseStep } from '#act/cases/contract.ts'
import type { Act } from '#act/cases/web/case-acts.tsx'
import type { Picking } from '#app/web/case-parts/case-pickers.tsx'
import type { MenuEntry } from '#platform/web/menu.tsx'

/** What can be done with an open case besides its next step. */
export function caseMenu(
  one: Case,
  step: CaseStep | undefined,
  run: {
    pick(picking: Picking): void
    act(act: Act): void
    handOver(): void
    dissatisfied(isDissatisfied: boolean): void
  },
): MenuEntry[] {
  return [
    { label: 'Give to somebody', icon: 'person', keys: 'a', onSelect: () => run.pick('lead') },
    ...(step?.state === 'open'
      ? [
          { label: 'Give this step to somebody', keys: '⇧ a', onSelect: () => run.pick('step') },
          { label: 'Snooze on my day', keys: 's', onSelect: () => run.pick('snooze') },
        ]
      : []),
    {
      label: one.isDissatisfied ? 'No longer dissatisfied' : 'Still dissatisfied',
      checked: one.isDissatisfied,
      onSelect: () => run.dissatisfied(!one.isDissatisfied),
    },
    { label: 'Hand over with a note', keys: 'h', onSelect: run.handOver },
    { label: 'Escalate', icon: 'flag', onSelect: () => run.act('escalate') },
    ...(one.pausedAt ? [] : [{ label: 'Wait for the customer', onSelect: () => run.act('pause') }]),
    'line',
    { label: 'Resolve the case', icon: 'check', onSelect: () => run.act('resolve') },
    { label: 'Drop the case', onSelect: () => run.act('cancel') },
  ]
}
