/** How names, domains and addresses of customers are compared. Pure; used by commands, imports and the duplicate finder. */

const legalForms = new Set(
  `ab ag aps as asa bv bvba co company corp corporation eurl gmbh group holding holdings inc incorporated kft kg kk lda
  limited llc llp ltd ltda mbh nv oy oyj plc pt pte pty pvt sa sarl sas se sl sp spa srl sro tbk zoo`.split(
    /\s+/,
  ),
)

/** Lower case, without accents, spaces tidied: what search and sorting by name see. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * The comparable form of a company name: folded, "&" read as "and", without punctuation, a leading "the" and legal
 * forms at the end. "The Müller & Söhne GmbH" and "Muller and Sohne" are equal. Never empty for a name that is not.
 */
export function accountNameKey(name: string): string {
  const words = foldText(name)
    .replace(/&/g, ' and ')
    .replace(/['’.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  while (words.length > 1 && legalForms.has(words.at(-1)!)) words.pop()
  if (words.length > 1 && words[0] === 'the') words.shift()
  return words.join(' ') || foldText(name)
}

/** The comparable form of a person's name: folded words in alphabetical order ("Tóth, Mirela" equals "Mirela Toth"). */
export function personNameKey(name: string): string {
  return foldText(name)
    .replace(/['’.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .sort()
    .join(' ')
}

/** A domain as it is stored: lower case, without scheme, "www." and path; undefined when it is not one. */
export function cleanDomain(text: string): string | undefined {
  const domain = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/?#:].*$/s, '')
    .replace(/\.$/, '')
  return /^(?=.{3,253}$)[\p{L}\p{N}_-]{1,63}(\.[\p{L}\p{N}-]{1,63})+$/u.test(domain) ? domain : undefined
}

/** Domains that say nothing about where a person works. */
const publicMail = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com yahoo.co.uk ymail.com icloud.com me.com
  mac.com aol.com gmx.de gmx.net gmx.com web.de t-online.de mail.com mail.ru yandex.ru yandex.com qq.com 163.com 126.com
  proton.me protonmail.com pm.me hey.com zoho.com fastmail.com orange.fr free.fr laposte.net libero.it naver.com
  hotmail.co.uk hotmail.fr outlook.fr outlook.de`.split(/\s+/),
)

/** The company domain of an e-mail address; undefined for public mail services. */
export function companyDomain(email: string): string | undefined {
  const domain = cleanDomain(email.slice(email.lastIndexOf('@') + 1))
  return domain && !publicMail.has(domain) ? domain : undefined
}

/** The key of a segment: "Mid-Market (EU)" becomes "mid-market-eu". */
export function segmentKey(name: string): string {
  return (
    foldText(name)
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'other'
  )
}

/** The search text of an account: folded name, then the domain. */
export function accountSearchText(name: string, domain: string | null | undefined): string {
  return domain ? `${foldText(name)} ${domain}` : foldText(name)
}

/** Whole months an account has been with us on a day (both `YYYY-MM-DD`), counted from 1; undefined before go-live. */
export function monthsActive(goLiveOn: string, today: string): number | undefined {
  if (today < goLiveOn) return undefined
  const [y1, m1, d1] = goLiveOn.split('-').map(Number) as [number, number, number]
  const [y2, m2, d2] = today.split('-').map(Number) as [number, number, number]
  return (y2 - y1) * 12 + (m2 - m1) + (d2 >= d1 ? 1 : 0)
}
