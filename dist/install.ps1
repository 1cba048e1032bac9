# Installs unlinked on Windows, or a newer version in the place of an older one.
#
#   powershell -ExecutionPolicy Bypass -File install.ps1 [-To DIR] [-Version X.Y.Z]
#
#   -To DIR          the folder that gets the program [default: %LOCALAPPDATA%\Programs\unlinked]
#   -Version X.Y.Z   this version [default: the newest]
#
# The archive is checked by its SHA-256 sum and started once before anything is put in its place. Whatever goes wrong before that
# changes nothing. A newer version than the one that was found stays.
param(
    [string] $To = (Join-Path $env:LOCALAPPDATA 'Programs\unlinked'),
    [string] $Version = ''
)

Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
# Windows' own PowerShell is slow with its progress bar, and may begin with an old TLS.
$ProgressPreference = 'SilentlyContinue'
[Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12

# Where releases come from, and the only place that says so: the release job fills it in.
$Repository = if ($env:UNLINKED_REPOSITORY) { $env:UNLINKED_REPOSITORY } else { '@REPOSITORY@' }

function Get-File([string] $Address, [string] $File) {
    try {
        Invoke-WebRequest -UseBasicParsing -Uri $Address -OutFile $File -TimeoutSec 600
    } catch {
        throw "$Address could not be downloaded: $($_.Exception.Message)"
    }
}

# The version that a program says it is; nothing if it does not run or is another program.
function Get-ProgramVersion([string] $Program) {
    try {
        $said = & $Program --version 2>$null
    } catch {
        return ''
    }
    if ("$said" -match '^unlinked ([0-9][0-9A-Za-z.+-]*)$') { return $Matches[1] }
    return ''
}

# Whether the first version is older than the second, by the rules of semantic versions.
function Test-Older([string] $First, [string] $Second) {
    $a, $aBefore = ($First -replace '\+.*', '') -split '-', 2
    $b, $bBefore = ($Second -replace '\+.*', '') -split '-', 2
    if ([version] $a -ne [version] $b) { return [version] $a -lt [version] $b }
    if ($aBefore -eq $bBefore) { return $false }
    if (-not $aBefore -or -not $bBefore) { return -not $bBefore }
    $x = @($aBefore -split '\.')
    $y = @($bBefore -split '\.')
    for ($i = 0; $i -lt $x.Count -and $i -lt $y.Count; $i++) {
        if ($x[$i] -ceq $y[$i]) { continue }
        $xNumber = $x[$i] -match '^[0-9]+$'
        $yNumber = $y[$i] -match '^[0-9]+$'
        if ($xNumber -and $yNumber) { return [decimal] $x[$i] -lt [decimal] $y[$i] }
        if ($xNumber -or $yNumber) { return $xNumber }
        return [string]::CompareOrdinal($x[$i], $y[$i]) -lt 0
    }
    return $x.Count -lt $y.Count
}

function Install-Unlinked {
    if ($Repository -notmatch '^https://' -and $Repository -notmatch '^http://(127\.0\.0\.1|localhost):') {
        throw "this copy does not know where releases are. Take the one that a release carries, or set UNLINKED_REPOSITORY to the repository's address."
    }
    $wanted = $Version -replace '^v', ''
    if ($wanted -and $wanted -notmatch '^[0-9A-Za-z.+-]+$') { throw "$wanted is no version." }
    $from = if ($wanted) { "$Repository/releases/download/v$wanted" } else { "$Repository/releases/latest/download" }
    $folder = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($To)
    $place = Join-Path $folder 'unlinked.exe'
    if (Test-Path -LiteralPath $place -PathType Container) { throw "$place is a folder. Name another folder with -To." }

    # Beside where the program goes: the last step must be a move within one volume.
    $near = $folder
    while (-not (Test-Path -LiteralPath $near -PathType Container)) { $near = Split-Path -Parent $near }
    $work = Join-Path $near ".unlinked-install.$PID"
    New-Item -ItemType Directory -Path $work | Out-Null
    try {
        # A program for Intel's processors runs on Windows for ARM too.
        $target = 'x86_64-pc-windows-msvc'
        $sums = Join-Path $work 'SHA256SUMS'
        Get-File "$from/SHA256SUMS" $sums
        $pattern = '^([0-9a-f]{64})  (unlinked-([0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.+-]*)-' + $target + '\.zip)$'
        $lines = @(Get-Content -LiteralPath $sums | Where-Object { $_ -match $pattern })
        if ($lines.Count -ne 1) { throw "$from/SHA256SUMS does not have one archive for $target." }
        if ($lines[0] -notmatch $pattern) { throw "$from/SHA256SUMS cannot be read." }
        $sum, $archive, $found = $Matches[1], $Matches[2], $Matches[3]
        if ($wanted -and $wanted -ne $found) { throw "$from has version $found." }

        if (Test-Path -LiteralPath $place) {
            $there = Get-ProgramVersion $place
            if (-not $there) { throw "$place is another program, or does not run. Move it away, or name another folder with -To." }
            if (Test-Older $found $there) {
                throw "version $found was found, and $place is version $there, which is newer. To go back, remove that one first."
            }
            if ($found -eq $there) {
                Write-Host "unlinked $found is in $folder already."
                return
            }
        }

        # By its version, since a newer release may have come in between.
        $file = Join-Path $work $archive
        Get-File "$Repository/releases/download/v$found/$archive" $file
        $got = (Get-FileHash -LiteralPath $file -Algorithm SHA256).Hash.ToLowerInvariant()
        if ($got -ne $sum) { throw "$archive has the SHA-256 sum $got, and SHA256SUMS says $sum. It was changed or cut off on its way." }
        Expand-Archive -LiteralPath $file -DestinationPath $work
        $new = Join-Path $work ($archive -replace '\.zip$', '\unlinked.exe')
        if ((Get-ProgramVersion $new) -ne $found) { throw "the program of $archive does not run on this machine as version $found." }

        New-Item -ItemType Directory -Path $folder -Force | Out-Null
        if (Test-Path -LiteralPath $place) {
            # A program that runs cannot be overwritten, but it can be set aside.
            $old = Join-Path $folder 'unlinked.old.exe'
            if (Test-Path -LiteralPath $old) { Remove-Item -LiteralPath $old -Force }
            [IO.File]::Replace($new, $place, $old)
            Remove-Item -LiteralPath $old -Force -ErrorAction SilentlyContinue
        } else {
            [IO.File]::Move($new, $place)
        }
        Write-Host "unlinked $found is installed: $place"
        if (($env:PATH -split ';') -contains $folder) {
            Write-Host 'Next: unlinked start'
        } else {
            Write-Host "$folder is not on PATH. Add it, or name the program in full."
            Write-Host "Next: & '$place' start"
        }
    } finally {
        Remove-Item -LiteralPath $work -Recurse -Force -ErrorAction SilentlyContinue
    }
}

try {
    Install-Unlinked
} catch {
    [Console]::Error.WriteLine("unlinked was not installed: $($_.Exception.Message)")
    [Console]::Error.WriteLine('Nothing was changed.')
    exit 1
}
