using System.Runtime.Versioning;

// File modes and signals are checked as Linux has them.
[assembly: SupportedOSPlatform("linux")]
