import { describe, expect, test } from 'vitest'
import { directionOf, languagesOf, textIn } from './text-in.ts'

describe('the language of a text', () => {
  const chair = { es: 'Presidencia', 'pt-BR': 'Presidência', en: 'Chair' }

  test('is the one that the voter chose', () => {
    expect(textIn(chair, 'es')).toEqual({ text: 'Presidencia', language: 'es' })
  })

  test('falls back to the base language, then to a sister of it', () => {
    expect(textIn(chair, 'es-MX').language).toBe('es')
    expect(textIn(chair, 'pt-PT').language).toBe('pt-BR')
  })

  test('falls back to English, and without English to the first', () => {
    expect(textIn(chair, 'de').text).toBe('Chair')
    expect(textIn({ eu: 'Lehendakaria' }, 'de')).toEqual({ text: 'Lehendakaria', language: 'eu' })
  })

  test('is never taken from a member that an object inherits', () => {
    expect(textIn(chair, 'constructor').text).toBe('Chair')
  })
})

test('the switch offers each language of the texts once', () => {
  expect(
    languagesOf([
      { en: 'a', es: 'b' },
      { es: 'c', ar: 'd' },
    ]),
  ).toEqual(['en', 'es', 'ar'])
})

test('Arabic and Hebrew run from right to left, whatever the region', () => {
  expect(['ar', 'ar-EG', 'he', 'en', 'es-AR'].map(directionOf)).toEqual(['rtl', 'rtl', 'rtl', 'ltr', 'ltr'])
})
