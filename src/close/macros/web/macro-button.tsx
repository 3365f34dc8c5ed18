import type { Macro } from '#close/macros/contract.ts'
import { useMacros } from '#close/macros/web/use-macros.ts'
import { Button } from '#platform/web/button.tsx'
import type { Option } from '#platform/web/combobox.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { useCommands } from '#platform/web/palette.tsx'

export const macroOptions = (macros: readonly Macro[]): Option[] =>
  macros.map((one) => ({ value: one.id, label: one.title, hint: one.isShared ? 'shared' : 'yours' }))

/** Puts a saved text into what is written: by button, by "/" in the text, or from the palette. */
export function MacroButton({
  open,
  onOpenChange,
  onInsert,
}: {
  open: boolean
  onOpenChange(open: boolean): void
  onInsert(macro: Macro): void
}) {
  const { data } = useMacros()
  const macros = data?.data ?? []
  useCommands(
    macros.map((one) => ({
      id: `macro:${one.id}`,
      label: `Insert “${one.title}”`,
      words: 'macro saved text',
      group: 'do' as const,
      icon: 'note' as const,
      run: () => onInsert(one),
    })),
  )
  return (
    <Picker
      open={open}
      onOpenChange={onOpenChange}
      label="Insert a macro"
      options={macroOptions(macros)}
      empty="No text is saved. Settings, Reply macros."
      onPick={(id) => {
        const macro = macros.find((one) => one.id === id)
        if (macro) onInsert(macro)
      }}
      trigger={
        <Button kind="ghost" size="sm" keys="/">
          Macro
        </Button>
      }
    />
  )
}
