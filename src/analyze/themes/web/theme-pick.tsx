import { useQuery } from '@tanstack/react-query'
import { listThemes } from '#analyze/themes/contract.ts'
import { call } from '#platform/web/api.ts'
import { PickList } from '#platform/web/combobox.tsx'
import { plural } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'

/** The themes there are, to choose one of them. */
export function useThemeNames() {
  const slug = useSlug()
  return useQuery({
    queryKey: ['themes', slug, 'names'],
    queryFn: () => call(listThemes, { limit: 200 }),
    staleTime: 60_000,
  })
}

/** A list to choose a theme from, by typing a part of its name. */
export function ThemePick({
  value,
  except,
  onPick,
}: {
  value?: string | undefined
  except?: string
  onPick(themeId: string): void
}) {
  const themes = useThemeNames()
  return (
    <div className="pop theme-pick">
      <PickList
        label="Theme"
        options={(themes.data?.data ?? [])
          .filter((one) => one.id !== except)
          .map((one) => ({ value: one.id, label: one.name, hint: plural(one.mentions, 'mention') }))}
        value={value ? [value] : []}
        onPick={onPick}
        empty={themes.isPending ? 'Loading themes' : 'No theme matches.'}
      />
    </div>
  )
}
