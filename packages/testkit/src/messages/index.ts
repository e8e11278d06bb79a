export { listeningMessages } from '@waymark/local/messages';
