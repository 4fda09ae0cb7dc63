/** The command that brings a realm that exists to where Firstbell works in it, and back. */
package org.firstbell.realm;
