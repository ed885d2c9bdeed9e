using System.Runtime.InteropServices;

namespace AccessKiosk.Bench.Matching;

/// <summary>One rank of one probe's answer, as the FAISS program reads it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Answer(int Person, float Score);
