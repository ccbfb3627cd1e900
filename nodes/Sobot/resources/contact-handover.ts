import { contactData, refuseContact } from './contact-data';
import { VENDOR } from '../client/request';

/** What is the same wherever contacts are handed to a task of Sobot iCall. */
export const CONTACT_HANDOVER = {
  vendor: VENDOR,
  rules: { phoneRule: 'china', check: refuseContact },
  wouldSend: contactData,
  batchSize: { byDefault: 200, most: 1000 },
} as const;

/** Words about contacts of Sobot iCall for the person at the canvas. */
export const CONTACT_WORDS = {
  notTaken:
    'Sobot raised no objection but does not hold this contact; it drops numbers it does not like without a word',
  unknown: 'Look them up with Contact: Reconcile before you send them again.',
};
