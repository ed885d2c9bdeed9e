using System.Runtime.Versioning;

// File modes, mounts and signals are tested, which Windows has not.
[assembly: UnsupportedOSPlatform("windows")]
