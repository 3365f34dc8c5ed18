import ipaddr from 'ipaddr.js'
import { maskCards } from '#text/clean/cards.ts'
import { type Mark, signOf } from '#text/personal/marks.ts'

/** What is personal by its form: addresses, numbers, secrets. Every pattern starts at an edge, so that each is linear. */

const scheme = /(?<![\p{L}\p{N}+.-])(?:[a-z][a-z0-9+.-]*:\/\/|www\.)[^\s<>"，。、；）】」]+/giu
const mail = /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*/gu
/** ana (at) example [dot] com */
const spelledMail =
  /(?<![\p{L}\p{N}._+-])[\p{L}\p{N}._+-]+ ?[[({] ?at ?[\])}] ?[\p{L}\p{N}-]+(?:(?:\.| ?[[({] ?dot ?[\])}] ?)[\p{L}\p{N}-]+)*/giu
const bareLink = /(?<![\p{L}\p{N}.-])(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d+)?[/?#][^\s<>"，。、；）】」]*/gu
const handle = /(?<![\p{L}\p{N}])@[\p{L}_][\p{L}\p{N}_.]+/gu
const device = /(?<![\p{L}\p{N}])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\p{L}\p{N}])/giu
const ipv4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g
const ipv6 = /(?<![\p{L}\p{N}:])[0-9a-f:.]+/giu
const token = /(?<![\p{L}\p{N}_-])[\w-]{20,}/gu
/** • stands for digits of cards that were masked before they were stored */
const digits = /(?<![\p{Nd}•])[+(]{0,2}[\p{Nd}•](?:[ .\-/()–]{0,3}[\p{Nd}•]){6,}/gu

/** The text with everything personal by its form replaced by signs. */
export function withoutForms(text: string): string {
  return withoutIbans(
    text
      .replace(scheme, (found) => shut(found, 'link'))
      .replace(mail, signOf('email'))
      .replace(spelledMail, signOf('email'))
      .replace(bareLink, (found) => shut(found, 'link'))
      .replace(handle, signOf('person'))
      .replace(device, signOf('number'))
      .replace(ipv4, (found) => (found.split('.').every((part) => Number(part) < 256) ? signOf('ip') : found))
      .replace(ipv6, (found) => (isIpv6(found) ? signOf('ip') : found)),
  )
    .replace(token, (found) => (isToken(found) ? signOf('token') : found))
    .replace(digits, withoutNumbers)
}

/** The sign, with the marks that end a sentence given back. */
function shut(found: string, mark: Mark): string {
  let end = found.length
  while (end > 0 && ".,;:!?)]}'".includes(found[end - 1]!)) end--
  return signOf(mark) + found.slice(end)
}

function isIpv6(found: string): boolean {
  const bare = found.replace(/[.:](?=$)/, '')
  const text = bare.endsWith(':') ? `${bare}:` : bare
  return /\d/.test(text) && text.split(':').length > 2 && text.length < 50 && ipaddr.IPv6.isValid(text)
}

/** Letters between digits in one long word: no language writes so. */
function isToken(found: string): boolean {
  return found
    .split(/\d+/)
    .slice(1, -1)
    .some((between) => /[a-z]/i.test(between))
}

const ibanStart = /(?<![\p{L}\p{N}])[a-z]{2}\d\d/giu
const longestIban = 34
const shortestIban = 15

/** Account numbers by their check digits (ISO 13616, ISO 7064 MOD 97-10), written in groups or in one. */
function withoutIbans(text: string): string {
  let made = ''
  let done = 0
  for (const { index } of text.matchAll(ibanStart)) {
    if (index < done) continue
    const end = ibanEnd(text, index)
    if (end === undefined) continue
    made += text.slice(done, index) + signOf('iban')
    done = end
  }
  return done === 0 ? text : made + text.slice(done)
}

function ibanEnd(text: string, from: number): number | undefined {
  let found = ''
  let end: number | undefined
  for (let i = from; i < text.length && found.length < longestIban; i++) {
    const unit = text[i]!
    if (/[a-z0-9]/i.test(unit)) found += unit
    else if ((unit !== ' ' && unit !== '-') || !/[a-z0-9]/i.test(text[i + 1] ?? '')) break
    const isEdge = !/[a-z0-9]/i.test(text[i + 1] ?? '')
    if (isEdge && found.length >= shortestIban && passesMod97(found)) end = i + 1
  }
  return end
}

function passesMod97(iban: string): boolean {
  let rest = 0
  for (const unit of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(unit, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}

const dayPart = '(?:0?[1-9]|[12]\\d|3[01])'
const yearPart = '(?:19|20)\\d\\d'
const dates = new RegExp(
  `(?<!\\d)(${yearPart}[-./]${dayPart}[-./]${dayPart}|${dayPart}[-./]${dayPart}[-./]${yearPart})(?!\\d)`,
)

/** A run of digits with what people write between them. Dates stay: they say when something happened. */
function withoutNumbers(run: string): string {
  if (run.includes('•')) return signOf('card')
  if (/^\(?\+|^00/.test(run)) return signOf('phone')
  return run
    .split(dates)
    .map((part, i) => {
      if (i % 2 === 1) return part
      const count = part.replace(/\P{Nd}/gu, '').length
      if (count < 7) return part
      if (maskCards(part) !== part) return signOf('card')
      const isPhone = count <= 15 && (/^[(0]/.test(part) || /\P{Nd}/u.test(part.trim()))
      return signOf(isPhone ? 'phone' : 'number')
    })
    .join('')
}
