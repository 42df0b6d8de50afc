import './app/urna-app.ts'
import { startLanguage } from './language/language.ts'

void startLanguage()
