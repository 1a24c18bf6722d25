export const price = (amount) => amount.toLocaleString('fr-CH', { style: 'currency', currency: 'CHF' });
