import type { View } from '#organize/inbox/contract.ts'
import {
  type FilterName,
  type FilterText,
  filterNames,
  type Sort,
  sortOf,
  sorts,
} from '#organize/inbox/rules.ts'

/** What the address of the inbox says: view, filters, order, the open item. */
export interface InboxAddress {
  viewId: string
  filter: FilterText
  sort: Sort
  openId: string | undefined
}

type Search = Record<string, string | undefined>

/** The filters written in an address. */
export function filterIn(search: Search): FilterText {
  const filter: FilterText = {}
  for (const name of filterNames) if (search[name]) filter[name] = search[name]
  return filter
}

/** Takes what is in the address; a built-in view adds its own filter, a saved one is written out in the address. */
export function readAddress(search: Search, views: readonly View[]): InboxAddress {
  const viewId = search.view ?? 'triage'
  const view = views.find((one) => one.id === viewId)
  const own = filterIn(search)
  const filter = view?.isBuiltIn ? { ...(view.filter as FilterText), ...own } : own
  const chosen = (sorts as readonly string[]).includes(search.sort ?? '') ? (search.sort as Sort) : undefined
  // words that the view does not have by itself are searched in the order of a search
  const isSearch = own.q !== undefined && own.q !== view?.filter.q
  return {
    viewId,
    filter,
    sort: sortOf(chosen ?? (isSearch ? undefined : view?.sort), filter.q),
    openId: search.item,
  }
}

/** The search of a view's tab: a saved view carries its filters, so that the address says all. */
export function viewSearch(view: View): Search {
  return view.isBuiltIn ? { view: view.id } : { view: view.id, ...(view.filter as Search) }
}

/** Whether the address holds other filters than the saved view. */
export function isChanged(view: View | undefined, search: Search): boolean {
  if (!view || view.isBuiltIn) return Object.keys(filterIn(search)).length > 0
  const own = filterIn(search)
  return filterNames.some(
    (name: FilterName) => (own[name] ?? '') !== ((view.filter as FilterText)[name] ?? ''),
  )
}
