# Builds the daemon for audiod.cmd when its sources are newer than the newest build; what 'audiod' does on Unix.
# Each build gets a folder of its own, because the files of a running daemon cannot be written over.
$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
$builds = Join-Path $root '.audiod'
$current = Join-Path $builds 'current'
$kept = 5

function Test-Fresh {
    if (-not (Test-Path $current)) { return $false }
    $name = (Get-Content $current -TotalCount 1).Trim()
    if (-not (Test-Path (Join-Path $builds "$name\Audio.Cli.dll"))) { return $false }
    $time = (Get-Item $current).LastWriteTimeUtc
    $roots = @('src', 'eng', 'Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props', 'global.json', 'nuget.config') |
        ForEach-Object { Join-Path $root $_ }
    $newer = Get-ChildItem $roots -Recurse -File |
        Where-Object { $_.FullName -notmatch '[\\/](bin|obj)[\\/]' -and $_.LastWriteTimeUtc -gt $time } |
        Select-Object -First 1
    return $null -eq $newer
}

if (Test-Fresh) { exit 0 }
New-Item -ItemType Directory -Force $builds | Out-Null

# Two at once: the second waits for the first one's build.
$mutex = New-Object System.Threading.Mutex($false, 'Local\audiod-build')
try { [void]$mutex.WaitOne() } catch [System.Threading.AbandonedMutexException] { }
try {
    if (Test-Fresh) { exit 0 }
    $name = (Get-Date -Format 'yyyyMMdd-HHmmss') + "-$PID"
    $log = Join-Path $builds 'build.log'
    $stamp = Join-Path $builds "stamp.$PID"
    Set-Content -Path $stamp -Value $name -Encoding ascii
    [Console]::Error.WriteLine('audiod: building...')
    Push-Location $root
    try {
        $ErrorActionPreference = 'Continue'
        $words = @('publish', 'src/Audio.Cli', '-c', 'Release', '-o', (Join-Path $builds $name), '--nologo', '-v', 'quiet', '-nodeReuse:false')
        # Compiled ahead for this machine (docs/adr/0008); where the compiler that does it is not to be had, as any .NET program.
        & dotnet @words --use-current-runtime --self-contained false -p:PublishReadyToRun=true *> $log
        $code = $LASTEXITCODE
        if ($code -ne 0 -and (Select-String -Path $log -Pattern 'NETSDK1094|NETSDK1083|NU1101|NU1102|NU1301' -Quiet)) {
            & dotnet @words *>> $log
            $code = $LASTEXITCODE
        }
    }
    finally { Pop-Location }
    if ($code -ne 0) {
        Get-Content $log -Tail 20 | ForEach-Object { [Console]::Error.WriteLine($_) }
        [Console]::Error.WriteLine("audiod: the build failed; all that it said is in $log")
        Remove-Item -Force $stamp
        exit 1
    }
    Move-Item -Force $stamp $current
    Get-ChildItem $builds -Directory | Sort-Object Name -Descending | Select-Object -Skip $kept |
        Remove-Item -Recurse -Force -ErrorAction SilentlyContinue
}
finally { $mutex.ReleaseMutex() }
