import { useQuery } from '@tanstack/react-query'
import { accountSorts, getAccount, lifecycles, listAccounts } from '#customers/accounts/contract.ts'
import { listSegments } from '#customers/segments/contract.ts'
import { call } from '#platform/web/api.ts'
import { type Search, useSlug } from '#platform/web/go.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** The filter of the accounts list as it stands in the address. */
export function readAccountFilter(search: Search) {
  const known = <T extends string>(list: readonly T[], value: string | undefined) =>
    list.find((one) => one === value)
  return {
    sort: known(accountSorts, search.sort) ?? ('name' as const),
    ...(known(['asc', 'desc'] as const, search.order) && {
      order: known(['asc', 'desc'] as const, search.order),
    }),
    ...(search.q && { search: search.q }),
    ...(search.segment && { segment: search.segment }),
    ...(known(lifecycles, search.lifecycle) && { lifecycle: known(lifecycles, search.lifecycle) }),
    ...(search.owner && { owner: search.owner }),
  }
}

/** Accounts of a filter, page by page. */
export function useAccounts(filter: ReturnType<typeof readAccountFilter>) {
  return usePages(['accounts', filter], (from, options) =>
    call(listAccounts, { ...filter, limit: 50, ...from } as never, options),
  )
}

export function useAccount(accountId: string) {
  const slug = useSlug()
  return useQuery({ queryKey: ['account', slug, accountId], queryFn: () => call(getAccount, { accountId }) })
}

export function useSegments() {
  const slug = useSlug()
  return useQuery({ queryKey: ['segments', slug], queryFn: () => call(listSegments, {}), staleTime: 300_000 })
}

/** The name of a segment by its key; the key while nobody knows better. */
export function useSegmentName(): (key: string) => string {
  const segments = useSegments()
  return (key) => segments.data?.data.find((one) => one.key === key)?.name ?? key
}
