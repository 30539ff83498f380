import type { Rule } from './rule.ts';
import { applicationRules } from './rules/applications.ts';
import { applyRules } from './rules/apply.ts';
import { credentialRules } from './rules/credentials.ts';
import { droppedFieldRules } from './rules/dropped-fields.ts';
import { duplicateRules } from './rules/duplicates.ts';
import { gatewayRules } from './rules/gateways.ts';
import { imageRules } from './rules/images.ts';
import { immutableRules } from './rules/immutable.ts';
import { networkRules } from './rules/network.ts';
import { orderRules } from './rules/order.ts';
import { placeholderRules } from './rules/placeholders.ts';
import { referenceRules } from './rules/references.ts';
import { rightRules } from './rules/rights.ts';
import { roleRules } from './rules/roles.ts';
import { schemaRules } from './rules/schemas.ts';
import { selectorRules } from './rules/selectors.ts';
import { versionRules } from './rules/versions.ts';

/** Every rule, by noun. */
export const RULES: readonly Rule[] = [
  ...roleRules,
  ...referenceRules,
  ...orderRules,
  ...schemaRules,
  ...versionRules,
  ...immutableRules,
  ...duplicateRules,
  ...imageRules,
  ...gatewayRules,
  ...selectorRules,
  ...networkRules,
  ...credentialRules,
  ...placeholderRules,
  ...applyRules,
  ...droppedFieldRules,
  ...rightRules,
  ...applicationRules,
];
